import { describe, expect, it } from '@jest/globals';
import type { Facts, FactType } from '../domain/facts.js';
import { compile, compileRules, evaluateCompiled } from './compile.js';
import type { Scope } from './compiled-condition.js';
import { evaluate } from './evaluate.js';
import type { EvaluableRule } from './evaluate.js';
import { rowOf } from './fact-row.js';
import type { Condition } from './rulebook.js';

const TYPES = {
  channel: { type: 'enum', values: ['counter', 'online', 'none'] },
  items: { type: 'integer', minimum: 0, maximum: 100 },
  agreementSince: { type: 'day' },
  startsOn: { type: 'day' },
} as const satisfies Record<string, FactType>;
const FACTS: Facts = { channel: 'online', items: 3, agreementSince: '2024-11-30', startsOn: '2024-12-01' };

function aScope(over: Partial<Scope> = {}): Scope {
  return { types: TYPES, conditions: {}, parameters: new Map([['threshold', 3]]), ...over };
}

function aRule(conditions: Condition | undefined, id = 'r'): EvaluableRule {
  return { id, conditions };
}

/** A rule that compares with so many different values. */
function aRuleOf(leaves: number): EvaluableRule {
  return aRule({
    any: Array.from({ length: leaves }, (_, value) => ({ fact: 'items', operator: 'equal', value: value + 3 })),
  });
}

describe('a compiled rule', () => {
  it('reads its values into the trace in the order of its conditions, facts and parameters alike, through names', async () => {
    const rule = aRule({
      all: [
        { fact: 'items', operator: 'greaterThanInclusive', value: { parameter: 'threshold' } },
        { condition: 'isAgreedBefore' },
        { fact: 'channel', operator: 'notEqual', value: 'counter' },
      ],
    });
    const conditions = {
      isAgreedBefore: { fact: 'agreementSince', operator: 'before', value: { fact: 'startsOn' } },
    };

    const [evaluation] = compile([rule], aScope({ conditions }))(FACTS);

    expect(evaluation).toEqual({
      rule: 'r',
      fired: true,
      values: {
        items: 3,
        threshold: 3,
        agreementSince: '2024-11-30',
        startsOn: '2024-12-01',
        channel: 'online',
      },
    });
    expect(Object.keys(evaluation?.values ?? {})).toEqual([
      'items',
      'threshold',
      'agreementSince',
      'startsOn',
      'channel',
    ]);
    expect([evaluation]).toEqual(await evaluate([rule], { ...aScope({ conditions }), facts: FACTS }));
  });

  it('without conditions always fires and reads nothing', () => {
    expect(compile([aRule(undefined)], aScope())(FACTS)).toEqual([{ rule: 'r', fired: true, values: {} }]);
  });

  it.each([0, 1, 7, 8, 9, 20])('with %i different comparisons says the same as json-rules-engine', async (leaves) => {
    const rules = [aRuleOf(leaves), aRule({ not: aRuleOf(leaves).conditions ?? { all: [] } }, 'not')];

    for (const items of [0, 3, 10, 22, 23]) {
      const facts = { ...FACTS, items };
      const compiled = compile(rules, aScope())(facts);

      expect(compiled).toEqual(await evaluate(rules, { ...aScope(), facts }));
    }
  });

  it.each([
    [
      'a parameter that has no value on the day',
      { fact: 'items', operator: 'equal', value: { parameter: 'unread' } },
      /unread has no value/,
    ],
    ['a fact nobody knows', { fact: 'colour', operator: 'equal', value: 'red' }, /colour is not known/],
    ['an operator nobody knows', { fact: 'items', operator: 'around', value: 3 }, /around is not known/],
    ['a named condition that does not exist', { condition: 'isNowhere' }, /no condition isNowhere/],
  ] satisfies [string, Condition, RegExp][])(
    'is refused before any facts are seen: %s',
    (_name, condition, message) => {
      expect(() => compileRules([aRule({ any: [{ all: [] }, condition] })], aScope())).toThrow(message);
    },
  );
});

describe('facts for compiled rules', () => {
  const rules = [aRule({ fact: 'items', operator: 'equal', value: 3 })];

  it('count by their names, not by the order they come in', () => {
    const turned = Object.fromEntries(Object.entries(FACTS).toReversed());

    expect(evaluateCompiled(rules, { ...aScope(), facts: turned })).toEqual(
      evaluateCompiled(rules, { ...aScope(), facts: FACTS }),
    );
    expect(rowOf(turned, TYPES)).toEqual(['online', 3, '2024-11-30', '2024-12-01']);
  });

  it.each<[string, Facts]>([
    ['one is missing', { channel: 'online', items: 3, agreementSince: 'none' }],
    ['one is unknown', { ...FACTS, colour: 'red' }],
    ['a text stands for a number', { ...FACTS, items: '3' }],
    ['a number is out of range', { ...FACTS, items: 101 }],
    ['a word is not of the enumeration', { ...FACTS, channel: 'pigeon' }],
    ['a day is none of the calendar', { ...FACTS, startsOn: '2023-02-29' }],
  ])('are refused, for a rule that denies must not fail open: %s', async (_name, facts) => {
    expect(() => evaluateCompiled(rules, { ...aScope(), facts })).toThrow(/^fact \w+ is/);
    await expect(evaluate(rules, { ...aScope(), facts })).rejects.toThrow(/^fact \w+ is/);
  });

  it('that are refused are named, and their values are not repeated', () => {
    expect(() => rowOf({ ...FACTS, channel: '110101188001011234' }, TYPES)).toThrow(
      'fact channel is missing or not a value of its type',
    );
  });
});

describe('what a compiled rulebook hands out', () => {
  it('cannot be used to change the next answer', () => {
    const { fired } = compileRules([aRule(undefined)], aScope());

    expect(Object.isFrozen(fired(rowOf(FACTS, TYPES)))).toBe(true);
  });
});
