import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  dayAfter,
  dayBefore,
  isLocalDate,
  lastDayOfTerm,
  localDate,
  localDateOf,
  monthsAfter,
  releaseInstant,
  shanghaiInstant,
  yearsBetween,
} from './period.js';
import type { LocalDate } from './period.js';

const days: fc.Arbitrary<LocalDate> = fc
  .date({ min: new Date('1800-01-01T00:00:00Z'), max: new Date('2300-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => localDate(date.toISOString().slice(0, 10)));

/** The latest day of the target year that is not later in its year than the starting day: found by walking, no arithmetic. */
function lastDayByWalking(from: LocalDate, years: number): string {
  const date = new Date(Date.UTC(Number(from.slice(0, 4)) + years, 11, 31));
  while (date.toISOString().slice(5, 10) > from.slice(5)) date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

describe('a term of whole years', () => {
  it.each([
    { id: 'A01', from: '2017-03-15', years: 5, last: '2022-03-15', why: 'the corresponding day' },
    { id: 'A02', from: '2017-03-15', years: 3, last: '2020-03-15', why: 'a ban of its own length' },
    { id: 'B02', from: '2020-02-29', years: 5, last: '2025-02-28', why: 'no 29 February in 2025' },
    { id: 'B02+', from: '2020-02-29', years: 4, last: '2024-02-29', why: 'there is a 29 February in 2024' },
    { id: 'D02', from: '2024-12-10', years: 2, last: '2026-12-10', why: 'the corresponding day' },
    { id: 'F12', from: '2025-01-01', years: 2, last: '2027-01-01', why: 'New Year’s Day does not move the end' },
    { id: 'style', from: '2024-02-29', years: 3, last: '2027-02-28', why: 'no 29 February in 2027' },
    { id: 'century', from: '2096-02-29', years: 4, last: '2100-02-28', why: '2100 is no leap year' },
  ])('$id: $years years from $from run to the end of $last, because of $why', ({ from, years, last }) => {
    expect(lastDayOfTerm(localDate(from), years)).toBe(last);
  });

  it('ends on the corresponding day, or the last day before it, whatever the start', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 100 }), (from, years) => {
        expect(lastDayOfTerm(from, years)).toBe(lastDayByWalking(from, years));
      }),
    );
  });

  it('is one day shorter where the starting day counts', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 20 }), (from, years) => {
        expect(dayAfter(lastDayOfTerm(from, years, true))).toBe(lastDayOfTerm(from, years));
      }),
    );
  });

  it('is never longer for a later start or shorter for more years', () => {
    fc.assert(
      fc.property(days, days, fc.integer({ min: 1, max: 20 }), (left, right, years) => {
        const [early, late] = left <= right ? [left, right] : [right, left];
        expect(lastDayOfTerm(early, years) <= lastDayOfTerm(late, years)).toBe(true);
        expect(lastDayOfTerm(early, years) < lastDayOfTerm(early, years + 1)).toBe(true);
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('of %p years is none', (years) => {
    expect(() => lastDayOfTerm(localDate('2024-12-10'), years)).toThrow(RangeError);
  });

  it('that would end after the year 9999 is refused, not wrapped', () => {
    expect(() => lastDayOfTerm(localDate('9999-01-01'), 1)).toThrow(RangeError);
  });
});

describe('the moment a measure ends', () => {
  it('A04: 23:59:59 of the last day is still the last day', () => {
    expect(localDateOf(new Date('2022-03-15T23:59:59.999+08:00'))).toBe('2022-03-15');
  });

  it('A05: 00:00:00 of the next day is not', () => {
    expect(localDateOf(new Date('2022-03-16T00:00:00+08:00'))).toBe('2022-03-16');
  });

  it('F08: 15:59:59 UTC on 10 December is the last second of that day in Shanghai', () => {
    expect(localDateOf(new Date('2026-12-10T15:59:59Z'))).toBe('2026-12-10');
    expect(localDateOf(new Date('2026-12-10T16:00:00Z'))).toBe('2026-12-11');
  });

  it('is midnight after the last day, with offset', () => {
    expect(releaseInstant(localDate('2026-12-10'))).toBe('2026-12-11T00:00:00+08:00');
    expect(releaseInstant(localDate('2024-12-31'))).toBe('2025-01-01T00:00:00+08:00');
  });

  it('is the first instant of the next day, for every last day', () => {
    fc.assert(
      fc.property(days, (lastDay) => {
        const release = new Date(releaseInstant(lastDay));
        expect(localDateOf(release)).toBe(dayAfter(lastDay));
        expect(localDateOf(new Date(release.getTime() - 1))).toBe(lastDay);
      }),
    );
  });
});

describe('the day of an instant', () => {
  it('is what a clock on a wall in Shanghai shows, also around midnight', () => {
    const wall = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
    const midnights = fc.date({ min: new Date('1993-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(midnights, fc.integer({ min: -2000, max: 2000 }), (instant, offsetMs) => {
        const midnight = new Date(`${instant.toISOString().slice(0, 10)}T00:00:00+08:00`);
        const near = new Date(midnight.getTime() + offsetMs);
        expect(localDateOf(near)).toBe(wall.format(near));
        expect(localDateOf(instant)).toBe(wall.format(instant));
      }),
    );
  });

  it('does not exist for an invalid instant', () => {
    expect(() => localDateOf(new Date(Number.NaN))).toThrow(RangeError);
  });

  it('is written with milliseconds and the offset', () => {
    expect(shanghaiInstant(new Date('2025-01-05T02:00:00Z'))).toBe('2025-01-05T10:00:00.000+08:00');
  });

  it('names the same instant when read back', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9000-01-01'), noInvalidDate: true }), (instant) => {
        expect(new Date(shanghaiInstant(instant)).getTime()).toBe(instant.getTime());
      }),
    );
  });
});

describe('a calendar day', () => {
  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '1880-01-31'])('%s is one', (text) => {
    expect(isLocalDate(text)).toBe(true);
    expect(localDate(text)).toBe(text);
  });

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '0000-01-01',
    '2024-1-1',
    '2024/01/01',
    '20240101',
    ' 2024-01-01',
    '2024-01-01\n',
    '２０２４-01-01',
    '',
  ])('%j is none', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => localDate(text)).toThrow(RangeError);
  });

  it('is not repeated in the error, it may be a birthday', () => {
    expect(() => localDate('1888-02-31')).toThrow(/^(?!.*1888)/);
  });

  it('has the same neighbours in both directions', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(dayBefore(dayAfter(day))).toBe(day);
        expect(dayAfter(day) > day).toBe(true);
      }),
    );
  });

  it('has a corresponding day in every later month, at worst its end', () => {
    expect(monthsAfter(localDate('2024-01-31'), 1)).toBe('2024-02-29');
    expect(monthsAfter(localDate('2024-08-31'), 6)).toBe('2025-02-28');
    expect(monthsAfter(localDate('2024-12-10'), 0)).toBe('2024-12-10');
    expect(() => monthsAfter(localDate('2024-12-10'), -1)).toThrow(RangeError);
  });
});

describe('age', () => {
  it.each([
    { birthDay: '2010-06-15', day: '2024-06-15', age: 13, why: 'a year is completed at the end of the birthday' },
    { birthDay: '2010-06-15', day: '2024-06-16', age: 14, why: 'the day after the 14th birthday' },
    { birthDay: '2008-02-29', day: '2026-02-28', age: 17, why: 'the corresponding day is 28 February' },
    { birthDay: '2008-02-29', day: '2026-03-01', age: 18, why: 'the day after it' },
    { birthDay: '2024-06-15', day: '2024-12-31', age: 0, why: 'the first year is not over' },
    { birthDay: '2024-06-15', day: '2020-01-01', age: 0, why: 'nobody is younger than 0' },
    { birthDay: '1888-08-10', day: '2024-12-10', age: 136, why: 'test people are old' },
  ])('of one born $birthDay is $age on $day: $why', ({ birthDay, day, age }) => {
    expect(yearsBetween(localDate(birthDay), localDate(day))).toBe(age);
  });
});
