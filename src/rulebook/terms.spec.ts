import { describe, expect, it } from '@jest/globals';
import { localDate } from '../domain/period.js';
import { loadRulebook, readRuleFiles, rulebookFromFiles } from './load.js';
import { measuresOf, termsOf } from './terms.js';
import type { SanctionTerms } from './terms.js';

const rulebook = await loadRulebook('rules');

function aMember(id: string, day: string, category = 'category-2'): SanctionTerms {
  const identifiedOn = localDate(day);
  const terms = termsOf(rulebook, { regime: 'cn-joint-2024', category, identifiedOn });
  return { id, identifiedOn, startsOn: identifiedOn, terms };
}

describe('terms', () => {
  it('a conviction lasts three years and carries the list of dishonesty, an identification two without it', () => {
    const identifiedOn = localDate('2024-12-10');

    const first = termsOf(rulebook, { regime: 'cn-joint-2024', category: 'category-1', identifiedOn });
    const second = termsOf(rulebook, { regime: 'cn-joint-2024', category: 'category-2', identifiedOn });

    expect(new Set(Object.values(first))).toEqual(new Set([3]));
    expect(first).toHaveProperty(['credit.dishonesty_list'], 3);
    expect(new Set(Object.values(second))).toEqual(new Set([2]));
    expect(second).not.toHaveProperty(['credit.dishonesty_list']);
  });

  it('a list may name fewer years, never more', () => {
    const facts = { regime: 'cn-fin-2019', category: 'listed', identifiedOn: localDate('2021-06-01') };

    expect(termsOf(rulebook, { ...facts, termYears: 3 })['bank.noncounter']).toBe(3);
    expect(termsOf(rulebook, { ...facts, termYears: 9 })['bank.noncounter']).toBe(5);
  });

  it('a regime or category nobody knows has no terms: it is an error, not an empty sanction', () => {
    const identifiedOn = localDate('2025-01-01');

    expect(() => termsOf(rulebook, { regime: 'nowhere', category: 'x', identifiedOn })).toThrow(/nowhere/);
    expect(() => termsOf(rulebook, { regime: 'cn-joint-2024', category: 'x', identifiedOn })).toThrow(/category x/);
  });
});

describe('measures of several sanctions', () => {
  it('each measure has its own chain: a category without it neither lengthens nor joins it', () => {
    const members = [aMember('a', '2024-12-10'), aMember('b', '2025-06-01', 'category-1')];

    const measures = measuresOf(rulebook, 'cn-joint-2024', members);

    const lastDay = (id: string, measure: string) =>
      measures.get(id)?.find((term) => term.measure === measure)?.lastDay;
    expect(lastDay('b', 'bank.noncounter.outflow')).toBe('2029-12-10');
    expect(lastDay('b', 'credit.dishonesty_list')).toBe('2028-06-01');
    expect(lastDay('a', 'credit.dishonesty_list')).toBeUndefined();
  });

  it('a member taken out leaves no trace', () => {
    const [a, b, c] = [aMember('a', '2024-12-10'), aMember('b', '2025-06-01'), aMember('c', '2026-06-01')];

    expect(measuresOf(rulebook, 'cn-joint-2024', [a, c]).get('c')?.[0]?.lastDay).toBe('2028-12-10');
    expect(measuresOf(rulebook, 'cn-joint-2024', [a, b, c]).get('c')?.[0]?.lastDay).toBe('2029-12-10');
  });

  it('a lifted member lengthens nobody else, and its own days are those it had among them', () => {
    const [first, lifted, last] = [aMember('a', '2024-12-10'), aMember('b', '2025-06-01'), aMember('c', '2026-06-01')];

    const measures = measuresOf(rulebook, 'cn-joint-2024', [first, { ...lifted, isLifted: true }, last]);

    expect(measures.get('a')).toEqual(measuresOf(rulebook, 'cn-joint-2024', [first, last]).get('a'));
    expect(measures.get('c')).toEqual(measuresOf(rulebook, 'cn-joint-2024', [first, last]).get('c'));
    expect(measures.get('b')).toEqual(measuresOf(rulebook, 'cn-joint-2024', [first, lifted, last]).get('b'));
  });

  it('the order of the members does not matter', () => {
    const members = [aMember('a', '2024-12-10'), aMember('b', '2025-06-01'), aMember('c', '2026-06-01')];

    const forwards = measuresOf(rulebook, 'cn-joint-2024', members);
    const backwards = measuresOf(rulebook, 'cn-joint-2024', members.toReversed());

    for (const { id } of members) expect(backwards.get(id)).toEqual(forwards.get(id));
  });

  it('nobody has no measures', () => {
    expect(measuresOf(rulebook, 'cn-joint-2024', []).size).toBe(0);
  });

  it('I-1 is a switch: with the starting day counted, a term ends one day earlier', async () => {
    const files = await readRuleFiles('rules');
    const text = JSON.stringify(files['parameters/interpretations.json']).replace('"value":true', '"value":false');
    const other = rulebookFromFiles({ ...files, 'parameters/interpretations.json': JSON.parse(text) });

    expect(measuresOf(other, 'cn-joint-2024', [aMember('a', '2024-12-10')]).get('a')?.[0]?.lastDay).toBe('2026-12-09');
  });
});
