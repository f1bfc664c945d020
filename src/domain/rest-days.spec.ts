import { describe, expect, it } from '@jest/globals';
import { localDate } from './period.js';
import { rolledOver } from './rest-days.js';

const WEEKEND_AND_NEW_YEAR = ['saturday', 'sunday', '01-01'];

describe('a term that must not end on a rest day', () => {
  it.each([
    { day: '2026-12-10', last: '2026-12-10', why: 'a Thursday is a working day' },
    { day: '2026-05-10', last: '2026-05-11', why: 'Sunday is followed by Monday' },
    { day: '2026-05-09', last: '2026-05-11', why: 'Saturday by Sunday and Monday' },
    { day: '2027-01-01', last: '2027-01-04', why: 'New Year’s Day is a Friday and a weekend follows' },
  ])('ends on $last instead of $day, because $why', ({ day, last }) => {
    expect(rolledOver(localDate(day), WEEKEND_AND_NEW_YEAR)).toBe(last);
  });

  it('a day named with its year is a rest day in that year alone', () => {
    expect(rolledOver(localDate('2026-10-01'), ['2026-10-01'])).toBe('2026-10-02');
    expect(rolledOver(localDate('2027-10-01'), ['2026-10-01'])).toBe('2027-10-01');
  });

  it('without rest days nothing moves, and a calendar of rest days alone comes to an end', () => {
    const all = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

    expect(rolledOver(localDate('2027-01-01'), [])).toBe('2027-01-01');
    expect(rolledOver(localDate('2027-01-01'), all)).toBe('2028-01-02');
  });
});
