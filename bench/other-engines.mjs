import { ZenDecisionContent, ZenEngine } from '@gorules/zen-engine';
import { Engine } from 'json-rules-engine';
import { LogicEngine } from 'json-logic-engine';
import { DAY_OPERATORS } from '../dist/src/rulebook/operators.js';

/**
 * The same conditions for other engines. Parameters and named conditions are put in beforehand and everything that an
 * engine can prepare is prepared, so that only the answering is measured.
 *
 * Each takes conditions and gives a function from facts to one truth value per condition.
 */

/** json-rules-engine as it has to be used: a new engine per evaluation, or overlapping runs lose rules. */
export function jsonRulesEngine(conditions) {
  const rules = conditions.map((condition, place) => ({
    name: place,
    conditions: { all: [condition] },
    event: { type: String(place) },
  }));
  return async (facts) => {
    const engine = new Engine(rules);
    for (const [name, operator] of Object.entries(DAY_OPERATORS)) engine.addOperator(name, operator);
    const { results } = await engine.run(facts);
    const fired = conditions.map(() => false);
    for (const { name } of results) fired[name] = true;
    return fired;
  };
}

/** GoRules ZEN: one expression node with an expression per rule, compiled once. */
export function zenEngine(conditions) {
  const expressions = conditions.map((condition, place) => ({
    id: `e${place}`,
    key: `r${place}`,
    value: inZen(condition),
  }));
  const decision = new ZenEngine().createDecision(
    new ZenDecisionContent({
      nodes: [
        { id: 'in', name: 'in', type: 'inputNode' },
        { id: 'rules', name: 'rules', type: 'expressionNode', content: { expressions } },
        { id: 'out', name: 'out', type: 'outputNode' },
      ],
      edges: [
        { id: '1', sourceId: 'in', targetId: 'rules' },
        { id: '2', sourceId: 'rules', targetId: 'out' },
      ],
    }),
  );
  return async (facts) => {
    const { result } = await decision.evaluate(facts);
    return conditions.map((_, place) => result[`r${place}`]);
  };
}

/** json-logic-engine, built: it makes JavaScript out of the logic with `new Function`, which this project forbids itself. */
export function jsonLogicBuilt(conditions) {
  const run = new LogicEngine().build(conditions.map(inJsonLogic));
  return (facts) => run(facts);
}

/** json-logic-engine, interpreted. */
export function jsonLogicInterpreted(conditions) {
  const engine = new LogicEngine();
  const logics = conditions.map(inJsonLogic);
  return (facts) => logics.map((logic) => engine.run(logic, facts));
}

/** A condition without parameters and names: what another engine can be given. */
export function inlined(condition, scope) {
  if (condition === undefined) return { all: [] };
  if (condition.all) return { all: condition.all.map((part) => inlined(part, scope)) };
  if (condition.any) return { any: condition.any.map((part) => inlined(part, scope)) };
  if (condition.not) return { not: inlined(condition.not, scope) };
  if (condition.condition) return inlined(scope.conditions[condition.condition], scope);
  const { parameter } = condition.value;
  return parameter === undefined ? condition : { ...condition, value: scope.parameters.get(parameter) };
}

const ZEN_OPERATORS = {
  equal: (left, right) => `${left} == ${right}`,
  notEqual: (left, right) => `${left} != ${right}`,
  in: (left, right) => `${left} in ${right}`,
  notIn: (left, right) => `${left} not in ${right}`,
  lessThan: (left, right) => `${left} < ${right}`,
  lessThanInclusive: (left, right) => `${left} <= ${right}`,
  greaterThan: (left, right) => `${left} > ${right}`,
  greaterThanInclusive: (left, right) => `${left} >= ${right}`,
  // ZEN orders no texts, so days have to become dates.
  before: (left, right) => `${areDays(left, right)} and d(${left}).isBefore(d(${right}))`,
  onOrBefore: (left, right) => `${areDays(left, right)} and d(${left}).isSameOrBefore(d(${right}))`,
  after: (left, right) => `${areDays(left, right)} and d(${left}).isAfter(d(${right}))`,
};

function areDays(left, right) {
  return `${left} != 'none' and ${right} != 'none'`;
}

function inZen(condition) {
  if (condition.all) return joined(condition.all, 'and');
  if (condition.any) return joined(condition.any, 'or');
  if (condition.not) return `not (${inZen(condition.not)})`;
  const { fact, operator, value } = condition;
  const right = value.fact ?? JSON.stringify(value);
  return operatorIn(ZEN_OPERATORS, operator, 'ZEN')(fact, right);
}

function joined(parts, word) {
  return parts.length === 0 ? 'true' : parts.map((part) => `(${inZen(part)})`).join(` ${word} `);
}

const NO_DAY = 'none';
const JSON_LOGIC_OPERATORS = {
  equal: (left, right) => ({ '===': [left, right] }),
  notEqual: (left, right) => ({ '!==': [left, right] }),
  in: (left, right) => ({ in: [left, right] }),
  notIn: (left, right) => ({ '!': { in: [left, right] } }),
  lessThan: (left, right) => ({ '<': [left, right] }),
  lessThanInclusive: (left, right) => ({ '<=': [left, right] }),
  greaterThan: (left, right) => ({ '>': [left, right] }),
  greaterThanInclusive: (left, right) => ({ '>=': [left, right] }),
  before: (left, right) => ofDays(left, right, '<'),
  onOrBefore: (left, right) => ofDays(left, right, '<='),
  after: (left, right) => ofDays(left, right, '>'),
};

function ofDays(left, right, comparison) {
  return { and: [{ '!==': [left, NO_DAY] }, { '!==': [right, NO_DAY] }, { [comparison]: [left, right] }] };
}

function inJsonLogic(condition) {
  if (condition.all) return condition.all.length === 0 ? true : { and: condition.all.map(inJsonLogic) };
  if (condition.any) return condition.any.length === 0 ? true : { or: condition.any.map(inJsonLogic) };
  if (condition.not) return { '!': inJsonLogic(condition.not) };
  const { fact, operator, value } = condition;
  const right = value.fact === undefined ? value : { var: value.fact };
  return operatorIn(JSON_LOGIC_OPERATORS, operator, 'JsonLogic')({ var: fact }, right);
}

function operatorIn(operators, name, engine) {
  if (!Object.hasOwn(operators, name)) throw new Error(`${engine} cannot say ${name}`);
  return operators[name];
}
