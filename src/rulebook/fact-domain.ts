import type { FactType, FactValue } from '../domain/facts.js';
import { dayAfter, dayBefore, isLocalDate, localDate } from '../domain/period.js';
import { parameterValue } from './compiled-condition.js';
import type { Scope } from './compiled-condition.js';
import { CONDITION_OPERATORS } from './operators.js';
import type { ConditionValue, Leaf } from './rulebook.js';

/** Fact → values that stand for all values it can have, as far as a set of comparisons tells them apart. */
export type FactDomain = ReadonlyMap<string, readonly FactValue[]>;

/** A day like any other, for days that are compared with each other only. */
const SOME_DAY = localDate('2025-01-01');

/**
 * The finite domain of the facts that some leaves read.
 *
 * An enumeration and a truth value are finite already. A number or a day is abstracted to the classes its literals and
 * parameters distinguish: each of these values, and the stretches between them. A text is one of those it is compared
 * with, or another. Facts compared with each other share their values and have enough of them between two literals to
 * stand in every order. Values that no comparison tells apart count once.
 *
 * @param leaves every comparison that will be made
 * @param scope parameters of the day and the types of the facts
 */
export function domainOf(leaves: readonly Leaf[], scope: Pick<Scope, 'parameters' | 'types'>): FactDomain {
  const domain = new Map<string, readonly FactValue[]>();
  for (const facts of comparedTogether(leaves)) {
    const reading = leaves.filter(({ fact }) => facts.has(fact));
    const literals = reading.flatMap((leaf) => literalsOf(leaf, scope));
    for (const fact of facts) {
      const type = scope.types[fact];
      if (type === undefined) throw new Error(`fact ${fact} is not known`);
      const values = valuesOf(type, literals, facts.size);
      // What facts that meet each other tell apart depends on both: all their values stay.
      const isAlone = reading.every((leaf) => rightSide(leaf, scope) !== undefined);
      domain.set(fact, isAlone ? distinguished(values, reading, scope) : values);
    }
  }
  return domain;
}

/** The value on the right of a leaf; `undefined` if it is another fact. */
export function rightSide(leaf: Leaf, scope: Pick<Scope, 'parameters'>): ConditionValue | undefined {
  const { value } = leaf;
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  return 'parameter' in value ? parameterValue(value.parameter, scope.parameters) : undefined;
}

/** Facts that no leaf compares stand alone; the others together with those they are compared with. */
function comparedTogether(leaves: readonly Leaf[]): ReadonlySet<string>[] {
  const groups = new Map<string, Set<string>>();
  for (const { fact, value } of leaves) {
    const names = typeof value === 'object' && 'fact' in value ? [fact, value.fact] : [fact];
    const merged = new Set(names.flatMap((name) => [...(groups.get(name) ?? [name])]));
    for (const name of merged) groups.set(name, merged);
  }
  return [...new Set(groups.values())];
}

function literalsOf(leaf: Leaf, scope: Pick<Scope, 'parameters'>): (string | number)[] {
  const right = rightSide(leaf, scope);
  if (right === undefined || typeof right === 'boolean') return [];
  return typeof right === 'object' ? [...right] : [right];
}

function valuesOf(type: FactType, literals: readonly (string | number)[], between: number): FactValue[] {
  if (type.type === 'boolean') return [true, false];
  if (type.type === 'enum') return [...type.values];
  if (type.type === 'integer') {
    const known = literals.filter((literal) => typeof literal === 'number');
    return integers(type, [...new Set(known)].toSorted(ascending), between);
  }
  const known = [...new Set(literals.filter((literal) => typeof literal === 'string'))].toSorted();
  if (type.type === 'day') return ['none', ...days(known, between)];
  return [...known, ...fresh(known, between)];
}

function integers(
  { minimum, maximum }: { minimum: number; maximum: number },
  literals: readonly number[],
  between: number,
): number[] {
  const starts = [minimum, ...literals.map((literal) => literal + 1)];
  const values = new Set<number>(literals);
  for (const [index, start] of starts.entries()) {
    const end = literals[index] ?? maximum + 1;
    for (let step = 0; step < between && start + step < end; step += 1) values.add(start + step);
  }
  return [...values].filter((value) => value >= minimum && value <= maximum).toSorted(ascending);
}

function days(literals: readonly string[], between: number): string[] {
  const known = literals.filter((literal) => isLocalDate(literal));
  const values = new Set<string>(known);
  let earlier = known[0] ?? SOME_DAY;
  for (let step = 0; step < between; step += 1) {
    earlier = dayBefore(earlier);
    values.add(earlier);
  }
  // A day that belongs to the next stretch does no harm: it is one more of its values.
  for (const literal of known) {
    let later = literal;
    for (let step = 0; step < between; step += 1) {
      later = dayAfter(later);
      values.add(later);
    }
  }
  return [...values].toSorted();
}

function fresh(known: readonly string[], count: number): string[] {
  const texts: string[] = [];
  for (let number = 1; texts.length < count; number += 1) {
    const text = `…${number}`;
    if (!known.includes(text)) texts.push(text);
  }
  return texts;
}

function distinguished(
  values: readonly FactValue[],
  leaves: readonly Leaf[],
  scope: Pick<Scope, 'parameters'>,
): FactValue[] {
  const classes = new Map<string, FactValue>();
  for (const value of values) {
    const answers = leaves.map((leaf) => holds(leaf.operator, value, rightSide(leaf, scope)));
    const key = answers.map(Number).join('');
    if (!classes.has(key)) classes.set(key, value);
  }
  return [...classes.values()];
}

/** Whether a comparison holds. @throws {Error} for an operator that is not known */
export function holds(operator: string, left: ConditionValue, right: ConditionValue | undefined): boolean {
  const compare = CONDITION_OPERATORS.get(operator);
  if (compare === undefined || right === undefined) throw new Error(`operator ${operator} cannot be applied`);
  return compare(left, right);
}

function ascending(left: number, right: number): number {
  return left - right;
}
