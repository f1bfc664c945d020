import { createRequire } from 'node:module';
import { dayAfter, type LocalDate } from './period.js';

const require = createRequire(import.meta.url);

/** Days on which the State Council arranged that people rest, or that they work although it is a weekend. */
interface Arrangements {
  holidays: ReadonlySet<string>;
  workdays: ReadonlySet<string>;
  /** `YYYY` */
  years: ReadonlySet<string>;
}

let arrangements: Arrangements | undefined;

/**
 * Whether people work on a day: Monday to Friday, but for the holidays and the shifted weekends (调休) that the State Council
 * arranges each year. Of a year that is not arranged yet, see {@link isArranged}, only the weekends are known.
 *
 * @see the yearly notice of the General Office of the State Council, as packaged by `chinese-days`
 */
export function isWorkingDay(day: LocalDate): boolean {
  const { holidays, workdays } = arranged();
  if (holidays.has(day)) return false;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return workdays.has(day) || (weekday !== 0 && weekday !== 6);
}

/** Whether the holidays of a year are known. They are published each November for the next. */
export function isArranged(year: number): boolean {
  return arranged().years.has(String(year));
}

/**
 * The n-th working day after a day, which is itself not counted; with 0 the day itself.
 *
 * @param count working days, a natural number
 * @throws {RangeError} if `count` is not one
 */
export function workingDayAfter(day: LocalDate, count: number): LocalDate {
  if (!Number.isInteger(count) || count < 0) throw new RangeError('working days must be a natural number');
  let last = day;
  for (let left = count; left > 0;) {
    last = dayAfter(last);
    if (isWorkingDay(last)) left -= 1;
  }
  return last;
}

/** How many working days there are after a day, until and with another; 0 if that is no later. */
export function workingDaysSince(day: LocalDate, until: LocalDate): number {
  let count = 0;
  for (let next = dayAfter(day); next <= until; next = dayAfter(next)) if (isWorkingDay(next)) count += 1;
  return count;
}

function arranged(): Arrangements {
  // The bare data: the functions of the package read days in the time zone of the machine.
  arrangements ??= read(require('chinese-days/dist/chinese-days.json'));
  return arrangements;
}

function read(content: unknown): Arrangements {
  const holidays = daysIn(content, 'holidays');
  const workdays = daysIn(content, 'workdays');
  // The first days of a year may stand in the arrangement of the year before: one day does not make a year.
  const national = holidays.filter((day) => day.endsWith('-10-01'));
  return {
    holidays: new Set(holidays),
    workdays: new Set(workdays),
    years: new Set(national.map((day) => day.slice(0, 4))),
  };
}

function daysIn(content: unknown, key: string): string[] {
  const found: unknown =
    typeof content === 'object' && content !== null ? new Map(Object.entries(content)).get(key) : undefined;
  if (typeof found !== 'object' || found === null) throw new Error(`chinese-days: there is no ${key}`);
  return Object.keys(found);
}
