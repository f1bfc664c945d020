import type { FactType } from '../domain/facts.js';
import type { LocalDate } from '../domain/period.js';
import { isComparable, OPERATORS } from './fact-type.js';
import { below, finding } from './finding.js';
import type { Finding, Place } from './finding.js';
import type { Law } from './law.js';
import type { Condition, ConditionValue, DecisionRule, Leaf, Regime } from './rulebook.js';

/** What a rule may refer to. */
export interface RuleScope {
  law: Law;
  /** Absent for rules about a card or a name. */
  regime: Regime | undefined;
  facts: Readonly<Record<string, FactType>>;
  conditions: Readonly<Record<string, Condition>>;
  rules: ReadonlyMap<string, DecisionRule>;
}

/** Every leaf and reference of a condition tree: known fact, known operator, a value the fact can have. */
export function checkConditions(scope: RuleScope, place: Place, condition: Condition, from: LocalDate): Finding[] {
  if ('all' in condition) return checkParts(scope, below(place, 'all'), condition.all, from);
  if ('any' in condition) return checkParts(scope, below(place, 'any'), condition.any, from);
  if ('not' in condition) return checkConditions(scope, below(place, 'not'), condition.not, from);
  if ('condition' in condition) return checkReference(scope, place, condition.condition, from);
  return checkLeaf(scope, place, condition, from);
}

/** Named conditions that refer to themselves; their leaves are checked where rules use them. */
export function checkNamedConditions(
  scope: RuleScope,
  file: string,
  conditions: Record<string, Condition> | undefined,
): Finding[] {
  return Object.keys(conditions ?? {})
    .filter((name) => namesBelow(scope, { condition: name }, []).isCyclic)
    .map((name) => finding({ file, path: `/conditions/${name}` }, 'cyclic-reference', CYCLE));
}

function checkParts(scope: RuleScope, place: Place, parts: readonly Condition[], from: LocalDate): Finding[] {
  if (parts.length === 0) return [finding(place, 'empty-condition', EMPTY)];
  return parts.flatMap((part, index) => checkConditions(scope, below(place, index), part, from));
}

function checkReference(scope: RuleScope, place: Place, name: string, from: LocalDate): Finding[] {
  const named = scope.conditions[name];
  if (named === undefined) {
    return [finding(place, 'unknown-condition', { zh: `没有命名条件 ${name}`, en: `There is no condition ${name}` })];
  }
  // A cycle is a finding of its own; following it would not end.
  return namesBelow(scope, { condition: name }, []).isCyclic ? [] : checkConditions(scope, place, named, from);
}

function namesBelow(scope: RuleScope, condition: Condition, seen: readonly string[]): { isCyclic: boolean } {
  if ('condition' in condition) {
    if (seen.includes(condition.condition)) return { isCyclic: true };
    const named = scope.conditions[condition.condition];
    return named === undefined ? { isCyclic: false } : namesBelow(scope, named, [...seen, condition.condition]);
  }
  const parts = partsOf(condition);
  return { isCyclic: parts.some((part) => namesBelow(scope, part, seen).isCyclic) };
}

function partsOf(condition: Exclude<Condition, { condition: string }>): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : [];
}

function checkLeaf(scope: RuleScope, place: Place, leaf: Leaf, from: LocalDate): Finding[] {
  const type = scope.facts[leaf.fact];
  if (type === undefined) {
    return [
      finding(below(place, 'fact'), 'unknown-fact', {
        zh: `没有事实 ${leaf.fact}`,
        en: `There is no fact ${leaf.fact}`,
      }),
    ];
  }
  if (!OPERATORS[type.type].includes(leaf.operator)) {
    const text = { zh: `${leaf.fact} 不能用 ${leaf.operator}`, en: `${leaf.fact} does not take ${leaf.operator}` };
    return [finding(below(place, 'operator'), 'unknown-operator', text)];
  }
  return checkValue(scope, below(place, 'value'), leaf, type, from);
}

function checkValue(scope: RuleScope, place: Place, leaf: Leaf, type: FactType, from: LocalDate): Finding[] {
  const { value } = leaf;
  if (typeof value === 'object' && 'fact' in value) {
    const isSameType = scope.facts[value.fact]?.type === type.type;
    const takesOne = leaf.operator !== 'in' && leaf.operator !== 'notIn';
    if (isSameType && takesOne) return [];
    return [
      finding(place, 'unknown-fact', {
        zh: `不能与 ${value.fact} 比较`,
        en: `It cannot be compared with ${value.fact}`,
      }),
    ];
  }
  if (typeof value === 'object' && 'parameter' in value)
    return checkParameter(scope, place, leaf, type, value.parameter, from);
  return [...outside(place, leaf, type, value), ...checkCategories(scope, place, leaf, value)];
}

function checkParameter(
  scope: RuleScope,
  place: Place,
  leaf: Leaf,
  type: FactType,
  id: string,
  from: LocalDate,
): Finding[] {
  const parameter = scope.law.parameters.get(id)?.item;
  if (parameter === undefined) {
    return [finding(place, 'unknown-parameter', { zh: `没有参数 ${id}`, en: `There is no parameter ${id}` })];
  }
  const unreadable = scope.law.checkReadable(place, parameter, from);
  if (unreadable.length > 0) return unreadable;
  return parameter.values.flatMap(({ value }) => (value === undefined ? [] : outside(place, leaf, type, value)));
}

function outside(place: Place, leaf: Leaf, type: FactType, value: ConditionValue): Finding[] {
  if (isComparable(value, leaf.operator, type)) return [];
  const text = { zh: `${leaf.fact} 取不到这个值`, en: `${leaf.fact} never has this value` };
  return [finding(place, 'value-outside-fact', text)];
}

function checkCategories(scope: RuleScope, place: Place, leaf: Leaf, value: ConditionValue): Finding[] {
  if (leaf.fact !== 'category' || scope.regime === undefined) return [];
  const { categories } = scope.regime;
  const named = Array.isArray(value) ? value : [value];
  return named
    .filter((name) => categories[String(name)] === undefined)
    .map((name) => finding(place, 'unknown-category', { zh: `没有类别 ${name}`, en: `There is no category ${name}` }));
}

const EMPTY = {
  zh: '条件组为空:空的 all / any 恒为真',
  en: 'The condition is empty: an empty all / any is always true',
};
const CYCLE = { zh: '命名条件引用了自己', en: 'The named condition refers to itself' };
