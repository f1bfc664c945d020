/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. Compares correctly as a string. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

const MS_OF_A_DAY = 86_400_000;
// China has had no daylight saving since 1992 and the oldest regime starts in 2017: the offset is a constant, and the
// answer does not depend on the time-zone data of the machine.
const OFFSET = '+08:00';
const OFFSET_MS = 8 * 3_600_000;
const WRITTEN_DAY = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/**
 * Whether a text is a day of the Gregorian calendar, written `YYYY-MM-DD`, of the years 0001 to 9999.
 * `2023-02-29`, `2023-2-3` and `2023/02/03` are not.
 */
export function isLocalDate(text: string): text is LocalDate {
  return WRITTEN_DAY.test(text) && isInMonth(text);
}

/**
 * A day from its text.
 *
 * @throws {RangeError} if it is not a calendar day; the text is not repeated, it may be a birthday
 */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError('not a calendar day of the form YYYY-MM-DD');
  return text;
}

/**
 * The day on which an instant falls in Asia/Shanghai (UTC+8 throughout).
 *
 * @throws {RangeError} if the instant is invalid or outside the years 0001 to 9999
 */
export function localDateOf(instant: Date): LocalDate {
  const number = Math.floor((instant.getTime() + OFFSET_MS) / MS_OF_A_DAY);
  // Almost everybody asks about today.
  if (number !== lastAsked.number) lastAsked = { number, day: localDate(inShanghai(instant).slice(0, 10)) };
  return lastAsked.day;
}

/** The day {@link localDateOf} was asked about last, and its number from 1970-01-01. */
let lastAsked: { number: number; day: LocalDate } = { number: 0, day: localDate('1970-01-01') };

const WRITTEN_IN_SHANGHAI =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?\+08:00$/;

/**
 * The day in Asia/Shanghai of an instant as text, see {@link shanghaiInstant}; any offset is understood.
 *
 * @throws {RangeError} if the instant is invalid or outside the years 0001 to 9999
 */
export function localDateOfWrittenInstant(text: string): LocalDate {
  if (text !== lastRead.text) lastRead = { text, day: dayIn(text) };
  return lastRead.day;
}

/** The instant {@link localDateOfWrittenInstant} read last: a question is asked for its day more than once. */
let lastRead: { text: string; day: LocalDate } = {
  text: '1970-01-01T00:00:00.000+08:00',
  day: localDate('1970-01-01'),
};

function dayIn(text: string): LocalDate {
  // With our own offset the day stands there in letters: reading it is far cheaper than computing it.
  const day = text.slice(0, 10);
  return WRITTEN_IN_SHANGHAI.test(text) && isInMonth(day) ? day : localDateOf(new Date(text));
}

/** The day after. @throws {RangeError} after 9999-12-31 */
export function dayAfter(day: LocalDate): LocalDate {
  const next = Number(day.slice(8)) + 1;
  // Every answer names the day after a last day: only the ends of months are worth a calendar.
  const later = `${day.slice(0, 8)}${next < 10 ? '0' : ''}${next}`;
  return next <= 28 && isInMonth(later) ? later : shifted(day, 1);
}

/** The day before. @throws {RangeError} before 0001-01-01 */
export function dayBefore(day: LocalDate): LocalDate {
  return shifted(day, -1);
}

/** The day so many days later, or earlier where they are negative. @throws {RangeError} outside the years 0001 to 9999 */
export function daysAfter(day: LocalDate, days: number): LocalDate {
  return shifted(day, days);
}

/** Days from one day to another; negative where the other comes first. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (Date.parse(to) - Date.parse(from)) / MS_OF_A_DAY;
}

/**
 * The corresponding day some months later: the same day of the month, or the end of the month where it has no such day.
 *
 * @param months whole months, 0 or more
 * @throws {RangeError} if `months` is not a natural number or the year exceeds 9999
 * @see rules/sources.json `civil-code#art-202`
 */
export function monthsAfter(from: LocalDate, months: number): LocalDate {
  if (!Number.isInteger(months) || months < 0) throw new RangeError('months must be a natural number');
  const [year, month, day] = partsOf(from);
  const count = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(count / 12), (count % 12) + 1];
  return written(toYear, toMonth, Math.min(day, daysOfMonth(toYear, toMonth)));
}

/**
 * Last day on which a term of whole years still runs.
 *
 * The starting day is not counted; the term ends at 24:00 (Asia/Shanghai) of the corresponding day.
 * A 29 February without counterpart falls on the 28th. A holiday does not move the end: that would lengthen a sanction.
 *
 * @param from the day the term starts
 * @param years whole years, at least 1
 * @param startDayCounted the other reading of the law: the term is one day shorter
 * @throws {RangeError} if `years` is not a positive integer or the year exceeds 9999
 * @see rules/sources.json `civil-code#art-201`
 */
export function lastDayOfTerm(from: LocalDate, years: number, startDayCounted = false): LocalDate {
  if (!Number.isInteger(years) || years < 1) throw new RangeError('years must be a positive integer');
  const correspondingDay = monthsAfter(from, years * 12);
  return startDayCounted ? dayBefore(correspondingDay) : correspondingDay;
}

/** The instant a measure is lifted: 00:00 of the day after its last day, as `2026-12-11T00:00:00+08:00`. */
export function releaseInstant(lastDay: LocalDate): string {
  return `${dayAfter(lastDay)}T00:00:00${OFFSET}`;
}

/** An instant as it leaves the service: `2025-01-05T10:00:00.000+08:00`. @throws {RangeError} if it is invalid */
export function shanghaiInstant(date: Date): string {
  const ms = date.getTime();
  // Every question without a day is asked now, and many in one millisecond.
  if (ms !== lastWritten.ms) lastWritten = { ms, text: `${inShanghai(date).slice(0, -'Z'.length)}${OFFSET}` };
  return lastWritten.text;
}

/** The instant {@link shanghaiInstant} wrote last. */
let lastWritten = { ms: Number.NaN, text: '' };

/**
 * Whole years of age on a day. A year is completed at 24:00 of the birthday, as every term here: on the day of the 14th
 * birthday a person is still 13, on the next day 14 (周岁从生日的第二天起算). 0 before the first year is over.
 */
export function yearsBetween(birthDay: LocalDate, day: LocalDate): number {
  const years = Number(day.slice(0, 4)) - Number(birthDay.slice(0, 4));
  if (years <= 0) return 0;
  return lastDayOfTerm(birthDay, years) < day ? years : years - 1;
}

/** Whether a month has the day, of a text that is otherwise one: every month has 28, so most need no calendar. */
function isInMonth(text: string): text is LocalDate {
  const day = Number(text.slice(8));
  return day <= 28 || day <= daysOfMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
}

function inShanghai(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString();
}

function shifted(day: LocalDate, days: number): LocalDate {
  return localDate(new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_OF_A_DAY).toISOString().slice(0, 10));
}

function partsOf(day: LocalDate): readonly [year: number, month: number, day: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}

function written(year: number, month: number, day: number): LocalDate {
  return localDate(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
