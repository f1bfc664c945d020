import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { completedMonths, daysFrom, daysSince, hoursBegunSince } from './elapsed.js';
import { dayAfter, localDate, monthsAfter } from './period.js';
import type { LocalDate } from './period.js';

const days: fc.Arbitrary<LocalDate> = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => localDate(date.toISOString().slice(0, 10)));

describe('completed months', () => {
  it.each([
    { id: 'A14', from: '2016-10-08', day: '2017-04-08', months: 5, why: 'the sixth month ends at 24:00 of the 8th' },
    { id: 'A15', from: '2016-10-08', day: '2017-04-09', months: 6, why: 'it is over' },
    { id: 'month end', from: '2020-08-31', day: '2021-02-28', months: 5, why: 'February has no 31st' },
    { id: 'after month end', from: '2020-08-31', day: '2021-03-01', months: 6, why: 'it ended on the 28th' },
    { id: 'leap day', from: '2020-02-29', day: '2021-03-01', months: 12, why: 'a year is twelve months' },
    { id: 'same day', from: '2020-02-29', day: '2020-02-29', months: 0, why: 'nothing has passed' },
    { id: 'earlier', from: '2020-02-29', day: '2019-02-28', months: 0, why: 'a day before counts as nothing' },
  ])('$id: from $from to $day there are $months, because $why', ({ from, day, months }) => {
    expect(completedMonths(localDate(from), localDate(day))).toBe(months);
  });

  it('a month is completed on the day after the corresponding day, and not before', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 600 }), (from, months) => {
        const corresponding = monthsAfter(from, months);
        expect(completedMonths(from, corresponding)).toBe(months - 1);
        expect(completedMonths(from, dayAfter(corresponding))).toBe(months);
      }),
    );
  });
});

describe('days and hours', () => {
  it('the day of the notice is not counted', () => {
    const notice = new Date('2017-02-01T23:59:59+08:00');

    expect(daysSince(notice, new Date('2017-02-01T23:59:59.999+08:00'))).toBe(0);
    expect(daysSince(notice, new Date('2017-02-02T00:00:00+08:00'))).toBe(1);
    expect(daysSince(notice, new Date('2017-02-04T23:59:59+08:00'))).toBe(3);
    expect(daysSince(notice, new Date('2017-02-05T00:00:00+08:00'))).toBe(4);
  });

  it('a notice that is still to come counts nothing', () => {
    const notice = new Date('2017-02-01T10:00:00+08:00');

    expect(daysSince(notice, new Date('2017-01-20T10:00:00+08:00'))).toBe(0);
    expect(hoursBegunSince(notice, new Date('2017-01-20T10:00:00+08:00'))).toBe(0);
  });

  it('the twenty-fifth hour begins after the last instant of the twenty-fourth', () => {
    const notice = new Date('2021-07-01T10:00:00+08:00');

    expect(hoursBegunSince(notice, notice)).toBe(0);
    expect(hoursBegunSince(notice, new Date('2021-07-02T10:00:00+08:00'))).toBe(24);
    expect(hoursBegunSince(notice, new Date('2021-07-02T10:00:00.001+08:00'))).toBe(25);
    expect(hoursBegunSince(notice, new Date('2021-07-02T02:00:01Z'))).toBe(25);
  });

  it('from one day to another there are as many days as nights', () => {
    expect(daysFrom(localDate('2020-02-28'), localDate('2020-03-01'))).toBe(2);
    expect(daysFrom(localDate('2020-03-01'), localDate('2020-02-28'))).toBe(0);
  });
});
