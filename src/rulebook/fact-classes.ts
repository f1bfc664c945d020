import type { Facts } from '../domain/facts.js';
import { isLocalDate } from '../domain/period.js';
import { leavesAndNames } from './evaluate.js';
import type { ConditionValue, IntakeRuleFile, Leaf } from './rulebook.js';

type Literal = string | number | boolean;

/**
 * Names the class of a fact vector under a set of rules: two vectors of one class fire the same rules.
 *
 * A fact no rule reads does not count. A number counts by its place among the values the rules compare it with (3 and
 * 30,000 cards are one class if the only threshold is 3), so does a day; any other fact by which of these values it equals. A file of
 * 100,000 rows therefore has a few dozen classes, and costs as many runs of the engine.
 */
export function classifier(
  file: IntakeRuleFile,
  parameters: ReadonlyMap<string, ConditionValue>,
): (facts: Facts) => string {
  const namers = [...comparedValues(file, parameters)].map(([fact, values]) => ({ fact, nameOf: classNamer(values) }));
  // As one JSON text, so that no value can pass for a separator.
  return (facts) => JSON.stringify(namers.map(({ fact, nameOf }) => nameOf(facts[fact])));
}

/** Fact → the values it is compared with; `null` where it is compared with another fact, so that every value is a class. */
function comparedValues(
  file: IntakeRuleFile,
  parameters: ReadonlyMap<string, ConditionValue>,
): Map<string, readonly Literal[] | null> {
  const compared = new Map<string, readonly Literal[] | null>();
  for (const leaf of leavesOf(file)) {
    const values = literalsOf(leaf, parameters);
    const known = compared.get(leaf.fact) ?? [];
    compared.set(leaf.fact, values === null || compared.get(leaf.fact) === null ? null : [...known, ...values]);
    if (typeof leaf.value === 'object' && 'fact' in leaf.value) compared.set(leaf.value.fact, null);
  }
  return compared;
}

function leavesOf(file: IntakeRuleFile): Leaf[] {
  const conditions = file.conditions ?? {};
  return file.rules
    .flatMap((rule) => rule.versions)
    .flatMap((version) =>
      version.conditions === undefined ? [] : leavesAndNames(version.conditions, conditions).leaves,
    );
}

function literalsOf(leaf: Leaf, parameters: ReadonlyMap<string, ConditionValue>): readonly Literal[] | null {
  const { value } = leaf;
  if (typeof value !== 'object') return [value];
  if ('fact' in value) return null;
  const literal = 'parameter' in value ? parameters.get(value.parameter) : value;
  if (literal === undefined) return [];
  return typeof literal === 'object' ? literal : [literal];
}

function classNamer(compared: readonly Literal[] | null): (value: Literal | undefined) => Literal | null {
  if (compared === null) return (value) => value ?? null;
  const literals = new Set(compared);
  const numbers = [...literals].filter((literal) => typeof literal === 'number');
  const days = [...literals].filter((literal) => typeof literal === 'string' && isLocalDate(literal));
  const placeAmong = <T extends Literal>(thresholds: readonly T[], value: T): Literal => {
    const below = thresholds.filter((threshold) => threshold < value).length;
    return literals.has(value) ? `${below}=` : below;
  };
  return (value) => {
    if (typeof value === 'number') return placeAmong(numbers, value);
    if (typeof value === 'string' && days.length > 0 && isLocalDate(value)) return placeAmong<Literal>(days, value);
    return value !== undefined && literals.has(value) ? value : null;
  };
}
