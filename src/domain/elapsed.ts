import { localDateOf, monthsAfter } from './period.js';
import type { LocalDate } from './period.js';

const MS_OF_A_DAY = 86_400_000;
const MS_OF_AN_HOUR = 3_600_000;

/**
 * Whole months completed on a day, the starting day not counted: six months from 8 October are completed on 9 April, at
 * 24:00 of the 8th. 0 before the first month is over.
 *
 * @see rules/sources.json `pboc-261-2016#6-count`, the counting of the banks
 */
export function completedMonths(from: LocalDate, day: LocalDate): number {
  if (day <= from) return 0;
  const months = (yearOf(day) - yearOf(from)) * 12 + (monthOf(day) - monthOf(from));
  if (months === 0) return 0;
  return monthsAfter(from, months) < day ? months : months - 1;
}

/** Calendar days from one day to another; 0 if the second is not later. The day after a day is 1. */
export function daysFrom(from: LocalDate, day: LocalDate): number {
  return Math.max(0, Math.round((Date.parse(day) - Date.parse(from)) / MS_OF_A_DAY));
}

/** Calendar days in Asia/Shanghai between two instants, the day of the first not counted. 0 if the second is not later. */
export function daysSince(from: Date, until: Date): number {
  return until <= from ? 0 : daysFrom(localDateOf(from), localDateOf(until));
}

/**
 * Hours begun since an instant: exactly 24 hours later it is 24, one millisecond later 25. 0 if the second instant is not
 * later.
 */
export function hoursBegunSince(from: Date, until: Date): number {
  return Math.max(0, Math.ceil((until.getTime() - from.getTime()) / MS_OF_AN_HOUR));
}

function yearOf(day: LocalDate): number {
  return Number(day.slice(0, 4));
}

function monthOf(day: LocalDate): number {
  return Number(day.slice(5, 7));
}
