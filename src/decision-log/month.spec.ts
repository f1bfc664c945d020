import { describe, expect, it } from '@jest/globals';
import { month, monthOf, monthsAfter, startOfMonth } from './month.js';

describe('months of the log', () => {
  it('a month begins at midnight in Asia/Shanghai', () => {
    expect(startOfMonth(month('2026-11')).toISOString()).toBe('2026-10-31T16:00:00.000Z');
    expect(monthOf(new Date('2026-10-31T15:59:59.999Z'))).toBe('2026-10');
    expect(monthOf(new Date('2026-10-31T16:00:00.000Z'))).toBe('2026-11');
  });

  it.each([
    ['2026-11', 2, '2027-01'],
    ['2026-11', -11, '2025-12'],
    ['2026-01', -1, '2025-12'],
    ['2026-01', 0, '2026-01'],
  ])('%s and %i months is %s', (from, months, expected) => {
    expect(monthsAfter(month(from), months)).toBe(expected);
  });

  it.each(['2026-13', '2026-1', '2026', '2026-00', '2026-11-01', ''])('“%s” is no month', (text) => {
    expect(() => month(text)).toThrow('YYYY-MM');
  });
});
