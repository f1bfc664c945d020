import { describe, expect, it } from '@jest/globals';
import { localDate } from './period.js';
import { inForceOn, isMassChange, standingOf, toCome } from './publication.js';
import type { Publication } from './publication.js';

function publications(...all: [hash: string, effectiveFrom: string][]): Publication[] {
  return all.map(([rulebookHash, effectiveFrom], index) => ({
    number: index + 1,
    rulebookHash,
    effectiveFrom: localDate(effectiveFrom),
    revision: index,
  }));
}

describe('publications', () => {
  const plain = publications(['old', '2019-01-01'], ['new', '2027-01-01']);

  it.each([
    { day: '2026-12-31', hash: 'old', why: 'the day before the effective day' },
    { day: '2027-01-01', hash: 'new', why: 'the effective day' },
    { day: '2018-12-31', hash: 'old', why: 'before any effective day the first one stands in' },
  ])('on $day the rulebook in force is "$hash": $why', ({ day, hash }) => {
    expect(inForceOn(plain, localDate(day))?.rulebookHash).toBe(hash);
  });

  it('of two that take effect on one day the later publication counts', () => {
    const all = publications(['old', '2019-01-01'], ['wrong', '2027-01-01'], ['right', '2027-01-01']);

    expect(inForceOn(all, localDate('2027-06-01'))?.rulebookHash).toBe('right');
    expect(standingOf('wrong', all, localDate('2026-06-01'))).toBe('superseded');
  });

  it('one made later for an earlier day takes the place of one that was still to come', () => {
    const all = publications(['old', '2019-01-01'], ['planned', '2027-06-01'], ['urgent', '2027-03-01']);

    expect(inForceOn(all, localDate('2027-07-01'))?.rulebookHash).toBe('urgent');
    expect(toCome(all, localDate('2027-01-01')).map(({ rulebookHash }) => rulebookHash)).toEqual(['urgent']);
  });

  it('a rulebook is a candidate, then published, then in force, then superseded', () => {
    const all = publications(['old', '2019-01-01'], ['new', '2027-01-01'], ['newer', '2028-01-01']);
    const standing = (day: string): string => standingOf('new', all, localDate(day));

    expect(standingOf('other', all, localDate('2026-01-01'))).toBe('candidate');
    expect([standing('2026-12-31'), standing('2027-01-01'), standing('2028-01-01')]).toEqual([
      'published',
      'in_force',
      'superseded',
    ]);
  });

  it('a rulebook that is published again is in force again', () => {
    const all = publications(['old', '2019-01-01'], ['new', '2027-01-01'], ['old', '2027-02-01']);

    expect(standingOf('old', all, localDate('2027-02-01'))).toBe('in_force');
  });
});

describe('a mass change', () => {
  it.each([
    { affected: 5, subjects: 100, is: false, why: 'five percent are not more than five' },
    { affected: 6, subjects: 100, is: true, why: 'six percent are' },
    { affected: 0, subjects: 0, is: false, why: 'nobody is nobody' },
    { affected: 10_000, subjects: 1_000_000, is: false, why: 'ten thousand are not more than ten thousand' },
    { affected: 10_001, subjects: 1_000_000, is: true, why: 'one more is' },
  ])('$affected of $subjects: $why', ({ affected, subjects, is }) => {
    expect(isMassChange(affected, subjects, { percent: 5, subjects: 10_000 })).toBe(is);
  });
});
