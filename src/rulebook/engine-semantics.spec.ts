import { describe, expect, it } from '@jest/globals';
import { Engine } from 'json-rules-engine';
import type { TopLevelCondition } from 'json-rules-engine';
import type { FactType } from '../domain/facts.js';
import { compile, evaluateCompiled } from './compile.js';
import { compileCondition } from './compiled-condition.js';
import { evaluate } from './evaluate.js';
import type { EvaluationContext } from './evaluate.js';
import { DAY_OPERATORS } from './operators.js';
import type { Operand } from './operators.js';
import type { Condition, Leaf } from './rulebook.js';

type Verdict = 'fires' | 'does not fire' | 'refused';
type Named = Readonly<Record<string, Condition>>;

/** The engine itself, as its documentation says to use it: none of our code in between. */
async function askEngine(
  condition: Condition,
  facts: Readonly<Record<string, Operand>>,
  named: Named,
): Promise<Verdict> {
  const engine = new Engine();
  for (const [name, operator] of Object.entries(DAY_OPERATORS)) engine.addOperator(name, operator);
  for (const [name, tree] of Object.entries(named)) engine.setCondition(name, inEngineForm(tree));
  engine.addRule({ name: 'r', conditions: inEngineForm(condition), event: { type: 'r' } });
  try {
    const { events } = await engine.run(facts);
    return events.length === 1 ? 'fires' : 'does not fire';
  } catch {
    return 'refused';
  }
}

/** As it would come out of a file: the engine takes no bare leaf at the top. */
function inEngineForm(condition: Condition): TopLevelCondition {
  return JSON.parse(JSON.stringify({ all: [condition] }));
}

function askCompiled(condition: Condition, facts: Readonly<Record<string, Operand>>, named: Named): Verdict {
  try {
    const types = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, typeOf(value)]));
    const test = compileCondition(condition, { conditions: named, parameters: new Map(), types });
    return test(Object.values(facts)) ? 'fires' : 'does not fire';
  } catch {
    return 'refused';
  }
}

function typeOf(value: Operand): FactType {
  if (typeof value === 'boolean') return { type: 'boolean' };
  return typeof value === 'number' ? { type: 'integer', minimum: 0, maximum: 9 } : { type: 'text' };
}

async function expectBoth(
  condition: Condition,
  facts: Readonly<Record<string, Operand>>,
  verdict: Verdict,
  named: Named = {},
): Promise<void> {
  expect({
    engine: await askEngine(condition, facts, named),
    compiled: askCompiled(condition, facts, named),
  }).toEqual({ engine: verdict, compiled: verdict });
}

const YES: Leaf = { fact: 'age', operator: 'equal', value: 18 };
const NO: Leaf = { fact: 'age', operator: 'equal', value: 17 };
const AGED_18 = { age: 18 };

describe('operators, as the documentation of json-rules-engine 7 has them, in the engine and compiled', () => {
  it.each<[Operand, string, Operand, Verdict, string]>([
    ['bank', 'equal', 'bank', 'fires', 'the same text'],
    ['bank', 'equal', 'Bank', 'does not fire', 'letters count'],
    [5, 'equal', 5, 'fires', 'the same number'],
    [5, 'equal', '5', 'does not fire', 'equality is strict: a number is no text'],
    [true, 'equal', true, 'fires', 'the same truth value'],
    [true, 'equal', 1, 'does not fire', 'equality is strict: a truth value is no number'],
    [['a'], 'equal', ['a'], 'does not fire', 'two lists are two things'],
    ['bank', 'notEqual', 'carrier', 'fires', 'another text'],
    [5, 'notEqual', '5', 'fires', 'strictly unequal'],
    [5, 'notEqual', 5, 'does not fire', 'the same number'],
  ])('equality: %p %s %p %s (%s)', (left, operator, right, verdict) =>
    expectBoth({ fact: 'left', operator, value: right }, { left }, verdict),
  );

  it.each<[Operand, string, Operand, Verdict, string]>([
    [2, 'lessThan', 3, 'fires', 'below'],
    [3, 'lessThan', 3, 'does not fire', 'the bound itself'],
    [3, 'lessThanInclusive', 3, 'fires', 'the bound itself'],
    [4, 'lessThanInclusive', 3, 'does not fire', 'above'],
    [4, 'greaterThan', 3, 'fires', 'above'],
    [3, 'greaterThan', 3, 'does not fire', 'the bound itself'],
    [3, 'greaterThanInclusive', 3, 'fires', 'the bound itself'],
    [2, 'greaterThanInclusive', 3, 'does not fire', 'below'],
    ['2', 'lessThan', 3, 'fires', 'a text that is a number counts as one'],
    [
      '2x',
      'lessThan',
      3,
      'does not fire',
      'a text that only begins with a number passes the check and compares as none',
    ],
    ['two', 'lessThan', 3, 'does not fire', 'no number: not fired, and no error'],
    ['two', 'greaterThanInclusive', 3, 'does not fire', 'no number: not fired on either side'],
    [true, 'lessThan', 3, 'does not fire', 'a truth value is no number'],
    [2, 'lessThan', '3', 'fires', 'only the left side is checked'],
    ['10', 'lessThan', '9', 'fires', 'two texts compare letter by letter'],
    ['2020-01-01', 'lessThan', '2021-01-01', 'fires', 'a day begins with a number, so days compare as texts'],
    ['none', 'lessThan', '2021-01-01', 'does not fire', 'no day begins with a letter'],
    [[2], 'lessThan', 3, 'fires', 'a list of one number reads as the number'],
  ])('order: %p %s %p %s (%s)', (left, operator, right, verdict) =>
    expectBoth({ fact: 'left', operator, value: right }, { left }, verdict),
  );

  it.each<[Operand, string, Operand, Verdict, string]>([
    ['sim', 'in', ['sim', 'bank'], 'fires', 'a member'],
    ['iot', 'in', ['sim', 'bank'], 'does not fire', 'no member'],
    [5, 'in', ['5'], 'does not fire', 'membership is strict'],
    [true, 'in', ['true', 1], 'does not fire', 'a truth value is no member'],
    ['an', 'in', 'bank', 'fires', 'with a text on the right: a part of it'],
    [1, 'in', '2019', 'fires', 'a number is looked for as text'],
    ['sim', 'in', 5, 'refused', 'nothing is in a number'],
    ['sim', 'in', true, 'refused', 'nothing is in a truth value'],
    ['iot', 'notIn', ['sim', 'bank'], 'fires', 'no member'],
    ['sim', 'notIn', ['sim', 'bank'], 'does not fire', 'a member'],
    [5, 'notIn', ['5'], 'fires', 'membership is strict'],
    ['an', 'notIn', 'bank', 'does not fire', 'with a text on the right: a part of it'],
    ['sim', 'notIn', 5, 'refused', 'nothing is in a number'],
    [['a', 'b'], 'contains', 'a', 'fires', 'the list has it'],
    [['a', 'b'], 'contains', 'c', 'does not fire', 'the list has it not'],
    [['1'], 'contains', 1, 'does not fire', 'strictly'],
    ['abc', 'contains', 'a', 'does not fire', 'a text is no list'],
    [['a', 'b'], 'doesNotContain', 'c', 'fires', 'the list has it not'],
    [['a', 'b'], 'doesNotContain', 'a', 'does not fire', 'the list has it'],
    ['abc', 'doesNotContain', 'x', 'does not fire', 'a text is no list: not even the negation fires'],
  ])('lists: %p %s %p %s (%s)', (left, operator, right, verdict) =>
    expectBoth({ fact: 'left', operator, value: right }, { left }, verdict),
  );

  it.each<[Operand, string, Operand, Verdict, string]>([
    ['2024-11-30', 'before', '2024-12-01', 'fires', 'the day before'],
    ['2024-12-01', 'before', '2024-12-01', 'does not fire', 'the day itself'],
    ['2024-12-01', 'onOrBefore', '2024-12-01', 'fires', 'the day itself'],
    ['2024-12-02', 'onOrBefore', '2024-12-01', 'does not fire', 'the day after'],
    ['2024-12-02', 'after', '2024-12-01', 'fires', 'the day after'],
    ['2024-12-01', 'after', '2024-12-01', 'does not fire', 'the day itself'],
    ['none', 'before', '2024-12-01', 'does not fire', 'no day is before none'],
    ['none', 'onOrBefore', 'none', 'does not fire', 'no day is no day'],
    ['none', 'after', '2024-12-01', 'does not fire', 'no day is after none, though the letter n is'],
    ['2024-12-01', 'before', 'none', 'does not fire', 'nothing is before no day'],
  ])('days, our own: %p %s %p %s (%s)', (left, operator, right, verdict) =>
    expectBoth({ fact: 'left', operator, value: right }, { left }, verdict),
  );
});

describe('boolean expressions and references, in the engine and compiled', () => {
  it.each<[string, Condition, Verdict]>([
    ['all: every part holds', { all: [YES, YES, YES] }, 'fires'],
    ['all: one part does not', { all: [YES, NO, YES] }, 'does not fire'],
    ['any: one part holds', { any: [NO, NO, YES] }, 'fires'],
    ['any: no part does', { any: [NO, NO, NO] }, 'does not fire'],
    ['not: the part does not hold', { not: NO }, 'fires'],
    ['not: the part holds', { not: YES }, 'does not fire'],
    ['not not', { not: { not: YES } }, 'fires'],
    ['one part alone, in all', { all: [NO] }, 'does not fire'],
    ['one part alone, in any', { any: [YES] }, 'fires'],
    ['nothing in all: it holds, which is why the schema refuses it', { all: [] }, 'fires'],
    ['nothing in any: it holds too, which is why the schema refuses it', { any: [] }, 'fires'],
    ['not of nothing', { not: { any: [] } }, 'does not fire'],
    ['an empty part deep inside makes any hold', { any: [NO, { all: [] }] }, 'fires'],
    ['nested: (no or (yes and not no))', { any: [NO, { all: [YES, { not: NO }] }] }, 'fires'],
    ['nested: not (yes and (no or yes))', { not: { all: [YES, { any: [NO, YES] }] } }, 'does not fire'],
  ])('%s', (_name, condition, verdict) => expectBoth(condition, AGED_18, verdict));

  const NAMED = { isAdult: YES, isChild: { not: { condition: 'isAdult' } }, isBoth: { all: [YES, NO] } };

  it.each<[string, Condition, Verdict]>([
    ['a named condition stands for its tree', { condition: 'isAdult' }, 'fires'],
    ['inside not', { not: { condition: 'isAdult' } }, 'does not fire'],
    ['a named condition may refer to another', { condition: 'isChild' }, 'does not fire'],
    ['twice in one rule', { any: [{ condition: 'isBoth' }, { not: { condition: 'isBoth' } }] }, 'fires'],
    ['one that does not exist', { condition: 'isOld' }, 'refused'],
    ['one that does not exist, though nothing depends on it', { any: [YES, { condition: 'isOld' }] }, 'refused'],
  ])('named conditions: %s', (_name, condition, verdict) => expectBoth(condition, AGED_18, verdict, NAMED));

  it.each<[string, Leaf, Readonly<Record<string, Operand>>, Verdict]>([
    ['above', { fact: 'price', operator: 'greaterThan', value: { fact: 'budget' } }, { price: 3, budget: 2 }, 'fires'],
    [
      'equal',
      { fact: 'price', operator: 'greaterThan', value: { fact: 'budget' } },
      { price: 2, budget: 2 },
      'does not fire',
    ],
    [
      'a part of a text',
      { fact: 'word', operator: 'in', value: { fact: 'text' } },
      { word: 'an', text: 'bank' },
      'fires',
    ],
    ['in a number', { fact: 'word', operator: 'in', value: { fact: 'number' } }, { word: 'an', number: 1 }, 'refused'],
    [
      'with a fact that is not there',
      { fact: 'price', operator: 'equal', value: { fact: 'gone' } },
      { price: 3 },
      'refused',
    ],
  ])('comparing facts: %s', (_name, condition, facts, verdict) => expectBoth(condition, facts, verdict));

  it.each<[string, Leaf]>([
    ['an unknown operator', { fact: 'age', operator: 'equals', value: 18 }],
    ['an unknown fact', { fact: 'agee', operator: 'equal', value: 18 }],
  ])('%s is refused, also where another part has decided already', async (_name, leaf) => {
    await expectBoth(leaf, AGED_18, 'refused');
    await expectBoth({ any: [YES, leaf] }, AGED_18, 'refused');
    await expectBoth({ all: [NO, leaf] }, AGED_18, 'refused');
  });
});

describe('what the engine lets pass and the compiled form does not', () => {
  it.each(['not:equal', 'swap:lessThan', 'someValue:equal', 'someFact:equal'])(
    'a decorated operator (%s) is refused: facts are flat, and the checker knows no such operator',
    (operator) => {
      const condition: Condition = { fact: 'age', operator, value: 18 };

      expect(askCompiled(condition, AGED_18, {})).toBe('refused');
    },
  );

  it('a named condition that refers to itself is refused at once, where the engine would never come back', () => {
    const named: Named = { first: { condition: 'second' }, second: { any: [{ condition: 'first' }, YES] } };

    expect(askCompiled({ condition: 'first' }, AGED_18, named)).toBe('refused');
  });
});

describe('runs at the same time', () => {
  const RULES = Array.from({ length: 20 }, (_, bound) => ({
    id: `at-least-${bound}`,
    conditions: { fact: 'items', operator: 'greaterThanInclusive', value: bound },
  }));
  const context = (items: number): EvaluationContext => ({
    conditions: {},
    parameters: new Map(),
    types: { items: { type: 'integer', minimum: 0, maximum: 100 } },
    facts: { items },
  });
  const firedOf = (results: readonly { rule: string; fired: boolean }[]) =>
    results.filter(({ fired }) => fired).map(({ rule }) => rule);

  it('one engine for overlapping runs loses rules of lower priority: the reason for a new engine per evaluation', async () => {
    const engine = new Engine();
    for (const [place, { id, conditions }] of RULES.entries()) {
      engine.addRule({ name: id, priority: 20 - place, conditions: { all: [conditions] }, event: { type: id } });
    }

    const [full, empty] = await Promise.all([engine.run({ items: 19 }), engine.run({ items: 0 })]);

    expect(full.events.length + full.failureEvents.length).toBeLessThan(RULES.length);
    expect(empty.events.length + empty.failureEvents.length).toBe(RULES.length);
  });

  it.each([
    ['json-rules-engine, a new engine each', evaluate],
    ['compiled', evaluateCompiled],
  ])('50 overlapping runs answer as 50 runs one after the other (%s)', async (_name, evaluator) => {
    const questions = Array.from({ length: 50 }, (_, number) => context(number % 21));

    const overlapping = await Promise.all(questions.map(async (question) => evaluator(RULES, question)));
    const sequential = [];
    for (const question of questions) sequential.push(await evaluator(RULES, question));

    expect(overlapping).toEqual(sequential);
    expect(sequential.map((results) => firedOf(results).length)).toEqual(
      questions.map(({ facts }) => Math.min(20, Number(facts['items']) + 1)),
    );
  });

  it('a compiled rule answers at once, keeps nothing and cannot be changed from outside by what it returned', () => {
    const { facts, ...scope } = context(3);
    const ask = compile(RULES, scope);

    const before = ask(facts);
    Object.assign(before[0]?.values ?? {}, { items: 99 });
    ask({ items: 19 });

    expect(before).not.toBeInstanceOf(Promise);
    expect(firedOf(ask(facts))).toEqual(['at-least-0', 'at-least-1', 'at-least-2', 'at-least-3']);
    expect(ask(facts)[0]?.values).toEqual({ items: 3 });
  });

  it('rules compiled for one day answer by the parameters of another day when asked with those', () => {
    const rules = [{ id: 'r', conditions: { fact: 'items', operator: 'greaterThan', value: { parameter: 'limit' } } }];
    const on = (limit: number) => ({ ...context(5), parameters: new Map([['limit', limit]]) });

    const answers = [4, 5, 4].map((limit) => evaluateCompiled(rules, on(limit)));

    expect(answers).toEqual([4, 5, 4].map((limit) => [{ rule: 'r', fired: limit === 4, values: { items: 5, limit } }]));
  });
});
