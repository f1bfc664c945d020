import { localDate, type LocalDate } from '../../domain/period.js';

const MS_OF_A_DAY = 86_400_000;
/** 2000-01-01, as PostgreSQL counts days in its binary format. */
const FIRST_DAY_MS = Date.UTC(2000, 0, 1);

/** Each day's text once, however many rows name it. */
const texts = new Map<number, LocalDate>();

/** Days from 2000-01-01; negative before. */
export function dayNumberOf(day: LocalDate): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - FIRST_DAY_MS) / MS_OF_A_DAY);
}

/** The day of a {@link dayNumberOf}. @throws {RangeError} outside the years 0001 to 9999 */
export function dayOfNumber(number: number): LocalDate {
  const known = texts.get(number);
  if (known !== undefined) return known;
  const day = localDate(new Date(FIRST_DAY_MS + number * MS_OF_A_DAY).toISOString().slice(0, 10));
  texts.set(number, day);
  return day;
}
