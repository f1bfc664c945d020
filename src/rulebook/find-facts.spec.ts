import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FactType, FactValue } from '../domain/facts.js';
import { compileCondition } from './compiled-condition.js';
import type { Scope } from './compiled-condition.js';
import { findFacts, SEARCH_LIMIT } from './find-facts.js';
import type { Condition, ConditionValue } from './rulebook.js';

const TYPES = {
  channel: { type: 'enum', values: ['counter', 'online', 'none'] },
  isMinor: { type: 'boolean' },
  items: { type: 'integer', minimum: 0, maximum: 9 },
  times: { type: 'integer', minimum: 0, maximum: 9 },
  agreedOn: { type: 'day' },
  startsOn: { type: 'day' },
  offence: { type: 'text' },
} as const satisfies Record<string, FactType>;

const DAYS = ['2024-11-30', '2024-12-01', '2024-12-02', '2025-06-01'];
const SCOPE = {
  types: TYPES,
  conditions: { few: { fact: 'items', operator: 'lessThan', value: 3 } },
  parameters: new Map<string, ConditionValue>([['words', ['诈骗罪', '帮信罪']]]),
  limit: SEARCH_LIMIT,
} satisfies Scope & { limit: number };

const leaf = fc.oneof(
  leafOf('channel', ['equal', 'notEqual'], fc.constantFrom('counter', 'online', 'none')),
  leafOf('channel', ['in', 'notIn'], fc.constantFrom(['counter', 'online'], ['none'])),
  leafOf('isMinor', ['equal', 'notEqual'], fc.boolean()),
  leafOf('items', ['lessThan', 'greaterThanInclusive', 'equal'], fc.integer({ min: 0, max: 9 })),
  leafOf('items', ['lessThan', 'lessThanInclusive', 'notEqual'], fc.constant({ fact: 'times' })),
  leafOf('times', ['greaterThan', 'lessThanInclusive'], fc.integer({ min: 0, max: 9 })),
  leafOf('agreedOn', ['before', 'onOrBefore', 'after'], fc.constantFrom(...DAYS)),
  leafOf('agreedOn', ['before', 'onOrBefore', 'after'], fc.constant({ fact: 'startsOn' })),
  leafOf('offence', ['in', 'notIn'], fc.constant({ parameter: 'words' })),
  leafOf('offence', ['equal'], fc.constantFrom('诈骗罪', '盗窃罪')),
  fc.constant({ condition: 'few' }),
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
}));

const facts = fc.record<Record<keyof typeof TYPES, FactValue>>({
  channel: fc.constantFrom(...TYPES.channel.values),
  isMinor: fc.boolean(),
  items: fc.integer({ min: 0, max: 9 }),
  times: fc.integer({ min: 0, max: 9 }),
  agreedOn: fc.constantFrom('none', '2020-01-01', ...DAYS, '2030-01-01'),
  startsOn: fc.constantFrom('none', '2020-01-02', ...DAYS, '2029-12-31'),
  offence: fc.constantFrom('', '诈骗罪', '帮信罪', '盗窃罪', '寻衅滋事罪'),
});

function leafOf(
  fact: string,
  operators: readonly string[],
  value: fc.Arbitrary<ConditionValue | { fact: string } | { parameter: string }>,
) {
  return fc.record({ fact: fc.constant(fact), operator: fc.constantFrom(...operators), value });
}

function holdsFor(one: Condition, given: Readonly<Record<string, FactValue>>): boolean {
  return compileCondition(one, SCOPE)(Object.keys(TYPES).map((name) => given[name] ?? 'missing'));
}

describe('the search for facts', () => {
  it('finds facts exactly where some facts fulfil the condition', () => {
    fc.assert(
      fc.property(condition, fc.array(facts, { minLength: 40, maxLength: 40 }), (one, samples) => {
        const { found } = findFacts(one, SCOPE);
        if (found === undefined) return samples.every((given) => !holdsFor(one, given));
        // Facts that it leaves open do not matter: any sample fills them.
        return samples.slice(0, 5).every((given) => holdsFor(one, { ...given, ...found }));
      }),
      { numRuns: 2_000 },
    );
  });

  it('sees that facts compared with each other cannot stand in a circle', () => {
    const before = (fact: string, other: string): Condition => ({ fact, operator: 'before', value: { fact: other } });

    expect(findFacts({ all: [before('agreedOn', 'startsOn'), before('startsOn', 'agreedOn')] }, SCOPE)).toEqual({
      found: undefined,
      exceeded: false,
    });
    expect(findFacts(before('agreedOn', 'startsOn'), SCOPE).found).toBeDefined();
  });

  it('takes any text that is not named into account', () => {
    const unnamed: Condition = { fact: 'offence', operator: 'notIn', value: { parameter: 'words' } };

    expect(findFacts(unnamed, SCOPE).found).toBeDefined();
  });

  it('says when it was cut off', () => {
    const unlikely: Condition = {
      all: [
        { fact: 'channel', operator: 'equal', value: 'online' },
        { fact: 'isMinor', operator: 'equal', value: true },
        { condition: 'few' },
      ],
    };

    expect(findFacts(unlikely, { ...SCOPE, limit: 2 })).toEqual({ found: undefined, exceeded: true });
    expect(findFacts(unlikely, SCOPE).found).toEqual({ channel: 'online', isMinor: true, items: 0 });
  });

  it('an alternative of nothing never holds, and all of nothing always does', () => {
    expect(findFacts({ any: [] }, SCOPE).found).toBeUndefined();
    expect(findFacts({ all: [] }, SCOPE).found).toEqual({});
  });
});
