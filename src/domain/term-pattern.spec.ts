import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson } from './canonical.js';
import { daysAfter, localDate } from './period.js';
import { extentOn, measureTermsOn, termPatternOf, type CumulatedTerm } from './term-pattern.js';

const START = localDate('2024-12-10');

function aTerm(measure: string, change: Partial<CumulatedTerm> = {}): CumulatedTerm {
  const lastDay = localDate('2026-12-10');
  return { measure, firstDay: START, lastDay, isCapped: false, needsReview: false, ...change };
}

const terms = fc.uniqueArray(
  fc
    .record({
      measure: fc.constantFrom('bank.open', 'bank.outflow', 'sim.open', 'sim.use', 'wallet.open'),
      from: fc.integer({ min: -400, max: 400 }),
      days: fc.integer({ min: 0, max: 2000 }),
      isCapped: fc.boolean(),
      needsReview: fc.boolean(),
    })
    .map(({ measure, from, days, isCapped, needsReview }) => {
      const firstDay = daysAfter(START, from);
      return { measure, firstDay, lastDay: daysAfter(firstDay, days), isCapped, needsReview };
    }),
  { selector: ({ measure }) => measure },
);

describe('patterns of terms', () => {
  it('measures of the same days stand together, counted from the start of the sanction', () => {
    const pattern = termPatternOf(START, [
      aTerm('telecom.open', { lastDay: localDate('2024-12-31'), isCapped: true }),
      aTerm('bank.outflow'),
      aTerm('bank.open'),
    ]);

    expect(pattern).toEqual([
      { measures: ['bank.open', 'bank.outflow'], from: 0, to: 730, isCapped: false, needsReview: false },
      { measures: ['telecom.open'], from: 0, to: 21, isCapped: true, needsReview: false },
    ]);
  });

  it('a capped term and one that is not are told apart, also where their days are the same', () => {
    expect(termPatternOf(START, [aTerm('a'), aTerm('b', { isCapped: true }), aTerm('c')])).toHaveLength(2);
  });

  it('a pattern and a start give back every day, in alphabetical order of the measures', () => {
    fc.assert(
      fc.property(terms, (all) => {
        const expected = all
          .map(({ measure, firstDay, lastDay }) => ({ measure, firstDay, lastDay }))
          .toSorted((left, right) => (left.measure < right.measure ? -1 : 1));

        expect(measureTermsOn(START, termPatternOf(START, all))).toEqual(expected);
      }),
    );
  });

  it('equal terms have one spelling, in whatever order they come', () => {
    fc.assert(
      fc.property(terms, (all) => {
        expect(canonicalJson(termPatternOf(START, all.toReversed()))).toBe(canonicalJson(termPatternOf(START, all)));
      }),
    );
  });

  it('it extends from the first day of any measure to the last day of any', () => {
    const pattern = termPatternOf(START, [
      aTerm('a', { lastDay: localDate('2025-01-01') }),
      aTerm('b', { firstDay: localDate('2024-12-01'), lastDay: localDate('2024-12-05') }),
    ]);

    expect(extentOn(START, pattern)).toEqual({ firstDay: '2024-12-01', lastDay: '2025-01-01' });
    expect(extentOn(START, [])).toBeUndefined();
  });
});
