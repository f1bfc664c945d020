import { Engine } from 'json-rules-engine';
import type { RuleProperties, TopLevelCondition } from 'json-rules-engine';
import type { Facts, FactType } from '../domain/facts.js';
import { assertFacts } from './fact-type.js';
import { DAY_OPERATORS } from './operators.js';
import type { Condition, ConditionValue, Leaf } from './rulebook.js';

/** A rule as far as evaluation goes: the condition of its version in force. Without condition it always fires. */
export interface EvaluableRule {
  id: string;
  conditions: Condition | undefined;
}

/** Everything besides the rules that a run depends on. */
export interface EvaluationContext {
  /** Named conditions. */
  conditions: Readonly<Record<string, Condition>>;
  /** Parameters of the day. */
  parameters: ReadonlyMap<string, ConditionValue>;
  facts: Facts;
  /** What the facts must look like: every one present, none null, each of its type. */
  types: Readonly<Record<string, FactType>>;
}

/** What became of one rule: whether it fired, and every fact and parameter it reads with its value, for the trace. */
export interface Evaluation {
  rule: string;
  fired: boolean;
  values: Readonly<Record<string, ConditionValue>>;
}

/** Evaluates rules; one result per rule, in the order of the rules. A compiled evaluator may answer without a promise. */
export type Evaluator = (
  rules: readonly EvaluableRule[],
  context: EvaluationContext,
) => readonly Evaluation[] | Promise<readonly Evaluation[]>;

/**
 * Evaluates rules with json-rules-engine: the format's own engine, and the oracle of any faster one.
 *
 * A new `Engine` per call: one engine that serves overlapping runs silently skips rules. No priorities, no `stop`, no
 * `path`, no undefined facts or conditions.
 *
 * @throws {Error} if a fact is missing, null, unknown or of another type, or a parameter has no value on the day
 */
export async function evaluate(
  rules: readonly EvaluableRule[],
  context: EvaluationContext,
): Promise<readonly Evaluation[]> {
  assertFacts(context.facts, context.types);
  const conditional = rules.flatMap((rule) =>
    rule.conditions === undefined ? [] : [{ id: rule.id, conditions: rule.conditions }],
  );
  const fired = new Set(rules.filter((rule) => rule.conditions === undefined).map((rule) => rule.id));
  if (conditional.length > 0) {
    const result = await anEngine(conditional, context).run({ ...context.facts });
    // A fact that changed its name under way, or a rule the engine lost, must not look like "did not fire".
    if (result.results.length + result.failureResults.length !== conditional.length) {
      throw new Error('the engine lost a rule');
    }
    for (const outcome of result.results) fired.add(outcome.name);
  }
  return rules.map((rule) => ({
    rule: rule.id,
    fired: fired.has(rule.id),
    values: rule.conditions === undefined ? {} : valuesRead(rule.conditions, context),
  }));
}

interface ConditionalRule extends EvaluableRule {
  conditions: Condition;
}

function anEngine(rules: readonly ConditionalRule[], context: EvaluationContext): Engine {
  const properties: RuleProperties[] = rules.map((rule) => ({
    name: rule.id,
    conditions: topLevel(resolved(rule.conditions, context)),
    event: { type: rule.id },
  }));
  const engine = new Engine(properties);
  for (const [name, operator] of Object.entries(DAY_OPERATORS)) engine.addOperator(name, operator);
  for (const [name, condition] of Object.entries(context.conditions)) {
    if (isNamedByAny(rules, name, context.conditions))
      engine.setCondition(name, topLevel(resolved(condition, context)));
  }
  return engine;
}

type EngineCondition = TopLevelCondition | { fact: string; operator: string; value: unknown };

function resolved(condition: Condition, context: EvaluationContext): EngineCondition {
  if ('all' in condition) return { all: condition.all.map((part) => resolved(part, context)) };
  if ('any' in condition) return { any: condition.any.map((part) => resolved(part, context)) };
  if ('not' in condition) return { not: resolved(condition.not, context) };
  if ('condition' in condition) return { condition: condition.condition };
  return { fact: condition.fact, operator: condition.operator, value: resolvedValue(condition, context) };
}

function resolvedValue(leaf: Leaf, context: EvaluationContext): unknown {
  const { value } = leaf;
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  return 'parameter' in value ? parameterValue(value.parameter, context) : value;
}

function parameterValue(id: string, context: EvaluationContext): ConditionValue {
  const value = context.parameters.get(id);
  if (value === undefined) throw new Error(`parameter ${id} has no value on this day`);
  return value;
}

// The engine takes no bare leaf at the top.
function topLevel(condition: EngineCondition): TopLevelCondition {
  return 'fact' in condition ? { all: [condition] } : condition;
}

function isNamedByAny(
  rules: readonly ConditionalRule[],
  name: string,
  conditions: Readonly<Record<string, Condition>>,
): boolean {
  return rules.some((rule) => leavesAndNames(rule.conditions, conditions).names.has(name));
}

function valuesRead(condition: Condition, context: EvaluationContext): Record<string, ConditionValue> {
  const values: Record<string, ConditionValue> = {};
  const read = (fact: string): void => {
    const value = context.facts[fact];
    if (value !== undefined) values[fact] = value;
  };
  for (const leaf of leavesAndNames(condition, context.conditions).leaves) {
    read(leaf.fact);
    if (typeof leaf.value !== 'object' || Array.isArray(leaf.value)) continue;
    if ('fact' in leaf.value) read(leaf.value.fact);
    if ('parameter' in leaf.value) values[leaf.value.parameter] = parameterValue(leaf.value.parameter, context);
  }
  return values;
}

/**
 * All leaves of a condition, through the named conditions it refers to, and the names.
 *
 * @throws {Error} if a named condition does not exist
 */
export function leavesAndNames(
  condition: Condition,
  conditions: Readonly<Record<string, Condition>>,
): { leaves: Leaf[]; names: Set<string> } {
  const leaves: Leaf[] = [];
  const names = new Set<string>();
  const walk = (part: Condition): void => {
    if ('all' in part) part.all.forEach(walk);
    else if ('any' in part) part.any.forEach(walk);
    else if ('not' in part) walk(part.not);
    else if ('condition' in part) follow(part.condition);
    else leaves.push(part);
  };
  const follow = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    const named = conditions[name];
    if (named === undefined) throw new Error(`there is no condition ${name}`);
    walk(named);
  };
  walk(condition);
  return { leaves, names };
}
