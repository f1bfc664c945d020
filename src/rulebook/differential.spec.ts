import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Facts, FactType } from '../domain/facts.js';
import { evaluateCompiled } from './compile.js';
import type { Scope } from './compiled-condition.js';
import { evaluate } from './evaluate.js';
import type { EvaluableRule, EvaluationContext, Evaluator } from './evaluate.js';
import { CONDITION_OPERATORS } from './operators.js';
import type { Condition, ConditionValue, Leaf } from './rulebook.js';

// A failing run is repeated with `SEED=… npm test -- differential`.
const SEED = Number(process.env['SEED'] ?? Date.now() % 2_147_483_647);
const RULEBOOKS = 4_000;
const FACTS_PER_RULEBOOK = 5;

// Small domains, so that comparisons meet. Two facts of each type, so that facts can be compared with each other.
const DAYS = ['2019-12-31', '2020-01-01', '2024-02-29', '2024-12-01', 'none'];
const TEXTS = ['', '1', '2x', 'bank', 'ban', 'none', '银行'];
const TYPES = {
  channel: { type: 'enum', values: ['counter', 'online', 'none'] },
  purpose: { type: 'enum', values: ['salary', 'online', 'none'] },
  offence: { type: 'text' },
  tier: { type: 'text' },
  items: { type: 'integer', minimum: 0, maximum: 4 },
  times: { type: 'integer', minimum: -1, maximum: 3 },
  isMinor: { type: 'boolean' },
  isServed: { type: 'boolean' },
  agreementSince: { type: 'day' },
  startsOn: { type: 'day' },
} as const satisfies Record<string, FactType>;
const FACT_NAMES = Object.keys(TYPES);

const anItem = fc.oneof(
  fc.constantFrom('counter', 'online', 'salary', ...TEXTS, ...DAYS),
  fc.integer({ min: -1, max: 4 }),
);
const aList = fc.array(anItem, { minLength: 1, maxLength: 5 });
const aScalar = fc.oneof({ weight: 4, arbitrary: anItem }, { weight: 1, arbitrary: fc.boolean() });
const aLiteral: fc.Arbitrary<ConditionValue> = fc.oneof(
  { weight: 5, arbitrary: aScalar },
  { weight: 1, arbitrary: aList },
);
const aParameter = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom('minimum', 'cap', 'word', 'words') },
  { weight: 1, arbitrary: fc.constant('unread') },
);
const aFact = fc.constantFrom(...FACT_NAMES);

function aValueFor(operator: string): fc.Arbitrary<Leaf['value']> {
  const isLook = operator === 'in' || operator === 'notIn';
  return fc.oneof(
    { weight: 60, arbitrary: isLook ? aList : aLiteral },
    { weight: 10, arbitrary: (isLook ? fc.constant('words') : aParameter).map((parameter) => ({ parameter })) },
    { weight: 10, arbitrary: (isLook ? fc.constantFrom('offence', 'channel') : aFact).map((fact) => ({ fact })) },
    // Now and then anything at all, refusals included.
    { weight: 1, arbitrary: aLiteral },
    { weight: 1, arbitrary: aParameter.map((parameter) => ({ parameter })) },
    { weight: 1, arbitrary: aFact.map((fact) => ({ fact })) },
  );
}

const aLeaf: fc.Arbitrary<Leaf> = fc
  .constantFrom(...CONDITION_OPERATORS.keys())
  .chain((operator) => fc.record({ fact: aFact, operator: fc.constant(operator), value: aValueFor(operator) }));

/** A tree that may refer to the named conditions given: never to a later one, so that there is no circle. */
function aTree(names: readonly string[], depth = 3): fc.Arbitrary<Condition> {
  const leaf: fc.Arbitrary<Condition> =
    names.length === 0
      ? aLeaf
      : fc.oneof(
          { weight: 4, arbitrary: aLeaf },
          { weight: 1, arbitrary: fc.constantFrom(...names).map((condition) => ({ condition })) },
        );
  if (depth === 0) return leaf;
  const part = aTree(names, depth - 1);
  const parts = fc.array(part, { minLength: 0, maxLength: 3 });
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    { weight: 2, arbitrary: parts.map((all) => ({ all })) },
    { weight: 2, arbitrary: parts.map((any) => ({ any })) },
    { weight: 1, arbitrary: part.map((not) => ({ not })) },
  );
}

const NAMES = ['isDay', 'isOnline', 'isServedOnline'];

const aRulebook: fc.Arbitrary<{ rules: readonly EvaluableRule[]; scope: Scope }> = fc
  .record({
    trees: fc.array(fc.option(aTree(NAMES), { nil: undefined, freq: 20 }), { minLength: 1, maxLength: 3 }),
    named: fc.tuple(...NAMES.map((_, place) => aTree(NAMES.slice(0, place), 2))),
    minimum: fc.integer({ min: 0, max: 4 }),
    cap: fc.integer({ min: -1, max: 3 }),
    word: fc.constantFrom(...TEXTS),
    words: aList,
  })
  .map(({ trees, named, ...parameters }) => ({
    rules: trees.map((conditions, place) => ({ id: `random/${place}`, conditions })),
    scope: {
      types: TYPES,
      conditions: Object.fromEntries(named.map((condition, place) => [NAMES[place], condition])),
      parameters: new Map<string, ConditionValue>(Object.entries(parameters)),
    },
  }));

const someFacts: fc.Arbitrary<Facts> = fc.record({
  channel: fc.constantFrom(...TYPES.channel.values),
  purpose: fc.constantFrom(...TYPES.purpose.values),
  offence: fc.constantFrom(...TEXTS),
  tier: fc.constantFrom(...TEXTS),
  items: fc.integer({ min: 0, max: 4 }),
  times: fc.integer({ min: -1, max: 3 }),
  isMinor: fc.boolean(),
  isServed: fc.boolean(),
  agreementSince: fc.constantFrom(...DAYS),
  startsOn: fc.constantFrom(...DAYS),
});

const seen = { pairs: 0, fired: 0, notFired: 0, refused: 0 };

/** What an evaluator makes of it; a refusal is an answer that can be compared, whatever its words. */
async function outcomeOf(evaluator: Evaluator, rules: readonly EvaluableRule[], context: EvaluationContext) {
  try {
    return await evaluator(rules, context);
  } catch {
    return 'refused';
  }
}

describe(`the compiled evaluator against json-rules-engine, seed ${SEED}`, () => {
  afterAll(() => {
    process.stdout.write(`differential: seed ${SEED}, ${JSON.stringify(seen)}\n`);
  });

  it('both say the same of every rule, read the same values and refuse the same, over 20,000 random pairs', async () => {
    const facts = fc.array(someFacts, { minLength: FACTS_PER_RULEBOOK, maxLength: FACTS_PER_RULEBOOK });

    await fc.assert(
      fc.asyncProperty(aRulebook, facts, async ({ rules, scope }, vectors) => {
        for (const vector of vectors) {
          const oracle = await outcomeOf(evaluate, rules, { ...scope, facts: vector });
          const compiled = await outcomeOf(evaluateCompiled, rules, { ...scope, facts: vector });

          expect(compiled).toEqual(oracle);
          seen.pairs += 1;
          if (typeof oracle === 'string') seen.refused += 1;
          else for (const { fired } of oracle) seen[fired ? 'fired' : 'notFired'] += 1;
        }
      }),
      { seed: SEED, numRuns: RULEBOOKS },
    );
  });

  it('the random pairs are neither all of one answer nor mostly refusals', () => {
    expect(seen.pairs).toBeGreaterThanOrEqual(20_000);
    expect(seen.refused).toBeLessThan(seen.pairs / 4);
    expect(seen.fired).toBeGreaterThan(seen.pairs / 10);
    expect(seen.notFired).toBeGreaterThan(seen.pairs / 10);
  });

  it('facts that are missing, null, of another type or unknown are refused by both, whatever the rules', async () => {
    const vector = fc.tuple(someFacts, aFact, fc.constantFrom(undefined, null, [], {}, '2024-13-01', 1.5, 99));

    await fc.assert(
      fc.asyncProperty(aRulebook, vector, async ({ rules, scope }, [facts, fact, value]) => {
        const broken: EvaluationContext = { ...scope, facts };
        Object.assign(broken, { facts: { ...facts, [fact]: value } });

        expect(await outcomeOf(evaluateCompiled, rules, broken)).toEqual(await outcomeOf(evaluate, rules, broken));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});
