import { describe, expect, it } from '@jest/globals';
import { localDate } from './period.js';
import { isArranged, isWorkingDay, workingDayAfter } from './working-day.js';

describe('a working day', () => {
  it.each([
    { day: '2026-11-20', works: true, why: 'it is a Friday' },
    { day: '2026-11-21', works: false, why: 'it is a Saturday' },
    { day: '2026-10-01', works: false, why: 'it is National Day, a Thursday' },
    { day: '2026-02-14', works: true, why: 'that Saturday is worked for the Spring Festival' },
    { day: '2026-02-23', works: false, why: 'the Spring Festival lasts to that Monday' },
    { day: '2027-10-01', works: true, why: 'nobody has arranged 2027, and it is a Friday' },
  ])('$day: $works, because $why', ({ day, works }) => {
    expect(isWorkingDay(localDate(day))).toBe(works);
  });

  it('says which years are arranged', () => {
    expect(isArranged(2026)).toBe(true);
    expect(isArranged(2100)).toBe(false);
  });
});

describe('working days after a day', () => {
  it.each([
    { day: '2026-11-20', count: 1, last: '2026-11-23', why: 'a weekend follows the Friday' },
    { day: '2026-11-21', count: 1, last: '2026-11-23', why: 'the Saturday itself is not counted' },
    { day: '2026-09-30', count: 3, last: '2026-10-10', why: 'the holiday lasts seven days and 10 October is worked' },
    { day: '2026-11-21', count: 0, last: '2026-11-21', why: 'none is waited for' },
  ])('$count after $day is $last, because $why', ({ day, count, last }) => {
    expect(workingDayAfter(localDate(day), count)).toBe(last);
  });

  it.each([-1, 0.5, Number.NaN])('%p of them is refused', (count) => {
    expect(() => workingDayAfter(localDate('2026-11-20'), count)).toThrow(RangeError);
  });
});
