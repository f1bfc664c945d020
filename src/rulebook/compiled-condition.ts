import type { FactType } from '../domain/facts.js';
import { CONDITION_OPERATORS, looksIntoRight } from './operators.js';
import type { Operand } from './operators.js';
import type { Condition, ConditionValue, Leaf } from './rulebook.js';

/** Facts in a fixed order, one slot each: what a compiled condition reads. Made by `rowOf` in `fact-row.ts`. */
export type FactRow = readonly Operand[];

/** A compiled condition: pure, without promise, safe to run any number of times at once. */
export type Test = (row: FactRow) => boolean;

/** What the names in a condition stand for: everything but the facts. */
export interface Scope {
  /** Named conditions. */
  conditions: Readonly<Record<string, Condition>>;
  /** Parameters of the day. */
  parameters: ReadonlyMap<string, ConditionValue>;
  /** Every fact there is; its place here is its slot in the row. */
  types: Readonly<Record<string, FactType>>;
}

/**
 * Turns a condition tree into one closure over a row of facts. Every name is looked up here, once; what json-rules-engine
 * finds out in the middle of a run and answers with an error is refused here, so that no run can fail.
 *
 * @throws {Error} for an unknown fact, operator, parameter or named condition, for a named condition that refers to
 * itself, and for a look into something that is neither list nor text
 */
export function compileCondition(condition: Condition, scope: Scope): Test {
  return compileTree(condition, scope.conditions, (leaf) => compileLeaf(leaf, scope));
}

/**
 * Turns the tree of a condition into a closure over whatever its leaves can be asked about.
 *
 * @throws {Error} for a named condition that does not exist or refers to itself, and whatever `compileOne` throws
 */
export function compileTree<S>(
  condition: Condition,
  named: Scope['conditions'],
  compileOne: (leaf: Leaf) => (subject: S) => boolean,
  within: readonly string[] = [],
): (subject: S) => boolean {
  const compiled = (part: Condition) => compileTree(part, named, compileOne, within);
  if ('all' in condition) return every(condition.all.map(compiled));
  if ('any' in condition) return some(condition.any.map(compiled));
  if ('not' in condition) {
    const test = compiled(condition.not);
    return (subject) => !test(subject);
  }
  if (!('condition' in condition)) return compileOne(condition);
  const name = condition.condition;
  const meant = Object.hasOwn(named, name) ? named[name] : undefined;
  if (meant === undefined) throw new Error(`there is no condition ${name}`);
  if (within.includes(name)) throw new Error(`condition ${name} refers to itself`);
  return compileTree(meant, named, compileOne, [...within, name]);
}

/** The slot of a fact in every row of its types. @throws {Error} for an unknown fact */
export function slotOf(fact: string, types: Readonly<Record<string, FactType>>): number {
  const slot = Object.keys(types).indexOf(fact);
  if (slot < 0) throw new Error(`fact ${fact} is not known`);
  return slot;
}

/** @throws {Error} if the parameter has no value on the day */
export function parameterValue(id: string, parameters: ReadonlyMap<string, ConditionValue>): ConditionValue {
  const value = parameters.get(id);
  if (value === undefined) throw new Error(`parameter ${id} has no value on this day`);
  return value;
}

/** The value in a slot. @throws {Error} if the row is too short: no fact may be taken for absent */
export function valueAt(row: FactRow, slot: number): Operand {
  const value = row[slot];
  if (value === undefined) throw new Error(`no fact in slot ${slot}`);
  return value;
}

/** One comparison as a closure. @throws {Error} as {@link compileCondition} */
export function compileLeaf({ fact, operator: name, value }: Leaf, scope: Scope): Test {
  const slot = slotOf(fact, scope.types);
  const operator = CONDITION_OPERATORS.get(name);
  if (operator === undefined) throw new Error(`operator ${name} is not known`);
  if (isReference(value) && 'fact' in value) {
    const other = slotOf(value.fact, scope.types);
    if (looksIntoRight(name) && !isTextual(scope.types[value.fact])) throw notAList(value.fact);
    return (row) => operator(valueAt(row, slot), valueAt(row, other));
  }
  const right = isReference(value) ? parameterValue(value.parameter, scope.parameters) : value;
  if (looksIntoRight(name) && typeof right !== 'string' && typeof right !== 'object') throw notAList(name);
  // What most conditions are made of, without a call.
  if (name === 'equal') return (row) => valueAt(row, slot) === right;
  if (name === 'notEqual') return (row) => valueAt(row, slot) !== right;
  return (row) => operator(valueAt(row, slot), right);
}

// As in json-rules-engine an empty `all` and an empty `any` hold; the schema of the rulebook refuses both.
function every<S>(tests: readonly ((subject: S) => boolean)[]): (subject: S) => boolean {
  const [first, second] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (tests.length === 2) return (subject) => first(subject) && second(subject);
  return (subject) => {
    for (const test of tests) if (!test(subject)) return false;
    return true;
  };
}

function some<S>(tests: readonly ((subject: S) => boolean)[]): (subject: S) => boolean {
  const [first, second] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (tests.length === 2) return (subject) => first(subject) || second(subject);
  return (subject) => {
    for (const test of tests) if (test(subject)) return true;
    return false;
  };
}

function isReference(value: Leaf['value']): value is { parameter: string } | { fact: string } {
  return typeof value === 'object' && !Array.isArray(value);
}

function isTextual(type: FactType | undefined): boolean {
  return type?.type === 'enum' || type?.type === 'text' || type?.type === 'day';
}

function notAList(what: string): Error {
  return new Error(`${what}: neither a list nor a text to look into`);
}
