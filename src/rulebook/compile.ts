import type { Facts } from '../domain/facts.js';
import { compileCondition, compileLeaf, compileTree, parameterValue, slotOf, valueAt } from './compiled-condition.js';
import type { FactRow, Scope, Test } from './compiled-condition.js';
import { leavesAndNames } from './evaluate.js';
import type { EvaluableRule, Evaluation, Evaluator } from './evaluate.js';
import { rowOf } from './fact-row.js';
import type { Condition, ConditionValue, Leaf } from './rulebook.js';

/** Rules compiled together. Pure, without promise; any number of callers may use it at once. */
export interface CompiledRules {
  /** Which rules fire, in their order. The list may be that of earlier rows: it is frozen. */
  readonly fired: (row: FactRow) => readonly boolean[];
  /** Per rule, every fact and parameter it reads, with its value: a new object each time. */
  readonly valuesRead: readonly ((row: FactRow) => Evaluation['values'])[];
}

/** With so many different comparisons a table has 256 rows; beyond, it costs more to draw up than it saves. */
const MOST_LEAVES_OF_A_TABLE = 8;

/**
 * Compiles rules for a scope. They answer as `evaluate` does, value for value.
 *
 * @throws {Error} for whatever json-rules-engine would break off at, see {@link compileCondition}
 */
export function compileRules(rules: readonly EvaluableRule[], scope: Scope): CompiledRules {
  const conditions = rules.map((rule) => rule.conditions ?? ALWAYS);
  // Compiled in any case: this is where a fault of a condition comes to light.
  const tests = conditions.map((condition) => compileCondition(condition, scope));
  const leaves = conditions.map((condition) => leavesAndNames(condition, scope.conditions).leaves);
  const distinct = new Map(leaves.flat().map((leaf) => [JSON.stringify(leaf), leaf]));
  return {
    fired: distinct.size <= MOST_LEAVES_OF_A_TABLE ? byTable(conditions, distinct, scope) : oneByOne(tests),
    valuesRead: leaves.map((read) => valuesReader(read, scope)),
  };
}

/** The facts that rules read, on either side of their comparisons. @throws {Error} for an unknown named condition */
export function factsReadBy(rules: readonly EvaluableRule[], conditions: Scope['conditions']): ReadonlySet<string> {
  const leaves = rules.flatMap((rule) => leavesAndNames(rule.conditions ?? ALWAYS, conditions).leaves);
  return new Set(
    leaves.flatMap(({ fact, value }) => (typeof value === 'object' && 'fact' in value ? [fact, value.fact] : [fact])),
  );
}

/** Compiles rules into an evaluation of facts by name. */
export function compile(rules: readonly EvaluableRule[], scope: Scope): (facts: Facts) => readonly Evaluation[] {
  const { fired, valuesRead } = compileRules(rules, scope);
  return (facts) => {
    const row = rowOf(facts, scope.types);
    const verdicts = fired(row);
    return rules.map(({ id }, index) => ({
      rule: id,
      fired: verdicts[index] === true,
      values: valuesRead[index]?.(row) ?? {},
    }));
  };
}

interface Compilation {
  scope: Scope;
  run: (facts: Facts) => readonly Evaluation[];
}

// A list of rules is immutable and usually asked again and again with one scope: it is compiled once.
const COMPILATIONS = new WeakMap<readonly EvaluableRule[], Compilation>();

/**
 * Evaluates rules without a promise: in the place of `evaluate`, with the same results, values and refusals.
 *
 * @throws {Error} where `evaluate` rejects
 */
export const evaluateCompiled = ((rules, { facts, ...scope }) => {
  const known = COMPILATIONS.get(rules);
  if (known !== undefined && isSame(known.scope, scope)) return known.run(facts);
  const run = compile(rules, scope);
  COMPILATIONS.set(rules, { scope, run });
  return run(facts);
}) satisfies Evaluator;

const ALWAYS: Condition = { all: [] };

/**
 * Rules that are asked together compare the same things again and again. Each different comparison is made once; the
 * answers, taken as the bits of a number, point to the row of a table that says which rules fire.
 */
function byTable(
  conditions: readonly Condition[],
  distinct: ReadonlyMap<string, Leaf>,
  scope: Scope,
): CompiledRules['fired'] {
  const tests = [...distinct.values()].map((leaf) => compileLeaf(leaf, scope));
  const places = new Map([...distinct.keys()].map((key, place) => [key, place]));
  const trees = conditions.map((condition) =>
    compileTree<number>(condition, scope.conditions, (leaf) => {
      const bit = 1 << (places.get(JSON.stringify(leaf)) ?? 0);
      return (bits) => (bits & bit) !== 0;
    }),
  );
  const table = Array.from({ length: 1 << tests.length }, (_, bits) => Object.freeze(trees.map((tree) => tree(bits))));
  return (row) => {
    let bits = 0;
    for (let place = 0; place < tests.length; place += 1) if (tests[place]?.(row) === true) bits |= 1 << place;
    return table[bits] ?? NONE;
  };
}

const NONE: readonly boolean[] = [];

function oneByOne(tests: readonly Test[]): CompiledRules['fired'] {
  return (row) => tests.map((test) => test(row));
}

/** Where a value of the trace comes from: a slot of the row, or a parameter of the day. */
type Read = { name: string; slot: number } | { name: string; value: ConditionValue };

function valuesReader(leaves: readonly Leaf[], scope: Scope): (row: FactRow) => Evaluation['values'] {
  const reads = leaves.flatMap((leaf) => readsOf(leaf, scope));
  return (row) => {
    const values: Record<string, ConditionValue> = {};
    for (const read of reads) values[read.name] = 'slot' in read ? valueAt(row, read.slot) : read.value;
    return values;
  };
}

function readsOf({ fact, value }: Leaf, scope: Scope): Read[] {
  const left = { name: fact, slot: slotOf(fact, scope.types) };
  if (typeof value !== 'object' || !('fact' in value || 'parameter' in value)) return [left];
  if ('fact' in value) return [left, { name: value.fact, slot: slotOf(value.fact, scope.types) }];
  return [left, { name: value.parameter, value: parameterValue(value.parameter, scope.parameters) }];
}

function isSame(left: Scope, right: Scope): boolean {
  return left.conditions === right.conditions && left.parameters === right.parameters && left.types === right.types;
}
