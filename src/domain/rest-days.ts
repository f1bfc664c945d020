import { dayAfter } from './period.js';
import type { LocalDate } from './period.js';

/** `MM-DD` every year, or `YYYY-MM-DD`; `saturday`, `sunday`. */
export type RestDays = readonly (string | number)[];

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * The last day of a term that is not allowed to end on a rest day: the next day that is none, else the day itself.
 *
 * @see rules/sources.json `civil-code#art-203`, the alternative to interpretation I-2
 */
export function rolledOver(day: LocalDate, restDays: RestDays): LocalDate {
  const known = new Set(restDays);
  let last = day;
  // A calendar in which every day is a rest day would never end: a year is longer than any holiday.
  for (let moved = 0; moved < 366 && isRestDay(last, known); moved += 1) last = dayAfter(last);
  return last;
}

function isRestDay(day: LocalDate, known: ReadonlySet<string | number>): boolean {
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
  return known.has(weekday) || known.has(day.slice(5)) || known.has(day);
}
