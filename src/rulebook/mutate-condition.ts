import type { FactType } from '../domain/facts.js';
import { dayAfter, dayBefore, isLocalDate } from '../domain/period.js';
import type { Fault } from './mutate.js';
import type { Condition, ConditionValue, Leaf } from './rulebook.js';

type Path = readonly (string | number)[];

/** Operators one step away: the negation, and the bound with or without the equal. */
const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = {
  equal: ['notEqual'],
  notEqual: ['equal'],
  in: ['notIn'],
  notIn: ['in'],
  lessThan: ['lessThanInclusive', 'greaterThanInclusive'],
  lessThanInclusive: ['lessThan', 'greaterThan'],
  greaterThan: ['greaterThanInclusive', 'lessThanInclusive'],
  greaterThanInclusive: ['greaterThan', 'lessThan'],
  before: ['onOrBefore', 'after'],
  onOrBefore: ['before', 'after'],
  after: ['onOrBefore', 'before'],
};

/** Every small fault of a condition: its operators, its bounds, its parts. */
export function leafMutations(path: Path, condition: Condition, types: Readonly<Record<string, FactType>>): Fault[] {
  const inside = partMutations(path, condition, types);
  // Without its only comparison a rule always holds; a named condition cannot be taken away.
  const isBare = 'fact' in condition && path.length > 0;
  return isBare
    ? [...inside, { path, mutation: 'condition', change: 'without its condition', value: undefined }]
    : inside;
}

function partMutations(path: Path, condition: Condition, types: Readonly<Record<string, FactType>>): Fault[] {
  if ('all' in condition) return ofList([...path, 'all'], condition.all, types);
  if ('any' in condition) return ofList([...path, 'any'], condition.any, types);
  if ('not' in condition) {
    const turned: Fault = { path, mutation: 'operator', change: 'without not', value: condition.not };
    return [turned, ...partMutations([...path, 'not'], condition.not, types)];
  }
  return 'condition' in condition ? [] : ofLeaf(path, condition, types);
}

function ofList(path: Path, parts: readonly Condition[], types: Readonly<Record<string, FactType>>): Fault[] {
  return parts.flatMap((part, index) => {
    const inside = partMutations([...path, index], part, types);
    if (parts.length < 2) return inside;
    const without: Fault = {
      path,
      mutation: 'condition',
      change: `without ${nameOf(part)}`,
      value: parts.toSpliced(index, 1),
    };
    return [without, ...inside];
  });
}

function ofLeaf(path: Path, leaf: Leaf, types: Readonly<Record<string, FactType>>): Fault[] {
  const { fact, operator, value } = leaf;
  const turned = (NEIGHBOURS[operator] ?? []).map((other): Fault => ({
    path: [...path, 'operator'],
    mutation: 'operator',
    change: `${fact}: ${operator} → ${other}`,
    value: other,
  }));
  if (typeof value === 'object' && ('fact' in value || 'parameter' in value)) return turned;
  return [...turned, ...valueMutations([...path, 'value'], value, types[fact])];
}

/**
 * A bound moved by one: a number, a day, the neighbouring value of an enumeration; a list without each of its words, and
 * with one more.
 *
 * @param type of the fact it is compared with; without it, texts have no neighbours
 */
export function valueMutations(path: Path, value: ConditionValue, type: FactType | undefined): Fault[] {
  const bound = (to: unknown): Fault => ({
    path,
    mutation: 'bound',
    change: `${JSON.stringify(value)} → ${JSON.stringify(to)}`,
    value: to,
  });
  if (typeof value === 'number') return [value - 1, value + 1].filter((number) => number >= 0).map((to) => bound(to));
  if (typeof value === 'object') {
    const dropped = value.length < 2 ? [] : value.map((_item, index) => bound(value.toSpliced(index, 1)));
    const more = type?.type === 'enum' ? type.values.find((item) => !value.includes(item)) : undefined;
    return more === undefined ? dropped : [...dropped, bound([...value, more])];
  }
  if (typeof value === 'boolean') return [];
  if (type?.type === 'enum') return neighboursIn(type.values, value).map((to) => bound(to));
  return isLocalDate(value) ? [bound(dayBefore(value)), bound(dayAfter(value))] : [];
}

function neighboursIn(values: readonly string[], value: string): string[] {
  const place = values.indexOf(value);
  const [before, after] = [values.at(place - 1), values[(place + 1) % values.length]];
  const others = new Set([before, after].filter((other) => other !== undefined));
  others.delete(value);
  return [...others];
}

function nameOf(condition: Condition): string {
  if ('fact' in condition) return `${condition.fact} ${condition.operator}`;
  if ('condition' in condition) return `the condition ${condition.condition}`;
  if ('not' in condition) return `not ${nameOf(condition.not)}`;
  return 'all' in condition ? 'a list of conditions' : 'a list of alternatives';
}
