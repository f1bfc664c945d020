import type { Facts } from '../domain/facts.js';
import { compileCondition, parameterValue, slotOf, valueAt } from './compiled-condition.js';
import type { FactRow, Scope, Test } from './compiled-condition.js';
import { leavesAndNames } from './evaluate.js';
import type { EvaluableRule, Evaluation, Evaluator } from './evaluate.js';
import { rowOf } from './fact-row.js';
import type { ConditionValue, Leaf } from './rulebook.js';

/** A rule as closures. */
export interface CompiledRule {
  readonly id: string;
  readonly fires: Test;
  /** Every fact and parameter the rule reads, with its value: a new object each time. */
  readonly valuesRead: (row: FactRow) => Evaluation['values'];
}

/** Where a value of the trace comes from: a slot of the row, or a parameter of the day. */
type Read = { name: string; slot: number } | { name: string; value: ConditionValue };

/**
 * Compiles one rule for a scope. It answers as `evaluate` does, value for value.
 *
 * @throws {Error} for whatever json-rules-engine would break off at, see {@link compileCondition}
 */
export function compileRule({ id, conditions }: EvaluableRule, scope: Scope): CompiledRule {
  if (conditions === undefined) return { id, fires: () => true, valuesRead: () => ({}) };
  const reads = leavesAndNames(conditions, scope.conditions).leaves.flatMap((leaf) => readsOf(leaf, scope));
  return {
    id,
    fires: compileCondition(conditions, scope),
    valuesRead: (row) => {
      const values: Record<string, ConditionValue> = {};
      for (const read of reads) values[read.name] = 'slot' in read ? valueAt(row, read.slot) : read.value;
      return values;
    },
  };
}

/** Compiles rules; the result answers for any facts of the scope's types, as often and as much at once as one likes. */
export function compile(rules: readonly EvaluableRule[], scope: Scope): (facts: Facts) => readonly Evaluation[] {
  const compiled = rules.map((rule) => compileRule(rule, scope));
  return (facts) => {
    const row = rowOf(facts, scope.types);
    return compiled.map(({ id, fires, valuesRead }) => ({ rule: id, fired: fires(row), values: valuesRead(row) }));
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

function isSame(left: Scope, right: Scope): boolean {
  return left.conditions === right.conditions && left.parameters === right.parameters && left.types === right.types;
}

function readsOf({ fact, value }: Leaf, scope: Scope): Read[] {
  const left = { name: fact, slot: slotOf(fact, scope.types) };
  if (typeof value !== 'object' || !('fact' in value || 'parameter' in value)) return [left];
  if ('fact' in value) return [left, { name: value.fact, slot: slotOf(value.fact, scope.types) }];
  return [left, { name: value.parameter, value: parameterValue(value.parameter, scope.parameters) }];
}
