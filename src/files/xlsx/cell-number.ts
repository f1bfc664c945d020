/** Formats of ECMA-376 part 1 §18.8.30 that show a day; 27-36 and 50-58 are the East Asian ones. */
const BUILT_IN_DATE_FORMATS: readonly (readonly [first: number, last: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];
const DAY_MS = 86_400_000;
/** Day 0 of each system, in days since 1970; 1900 has a 29 February in spreadsheets, so it is one day early. */
const EPOCH_1900 = -25_569;
const EPOCH_1904 = -24_107;
const LAST_DAY_1900 = 2_958_465;
const LEAP_DAY_THAT_NEVER_WAS = 60;
/** A spreadsheet keeps 15 digits of a number. */
const KEPT_DIGITS = 15;
const LEAST_LOSSY = 10 ** KEPT_DIGITS;

/** Whether a number of this format is shown as a day. */
export function isDateFormat(formatId: number, formatCode: string | undefined): boolean {
  if (formatCode === undefined)
    return BUILT_IN_DATE_FORMATS.some(([first, last]) => formatId >= first && formatId <= last);
  // Literal text, escaped characters, colours, locales and conditions are not part of the pattern.
  const pattern = formatCode.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').toLowerCase();
  return /[yd]/.test(pattern) || (pattern.includes('m') && !/[hs0#?]/.test(pattern));
}

/**
 * A day in a cell, `YYYY-MM-DD`; its time of day is dropped. A number that is no day of the system stays as it is.
 *
 * @param serial days since the epoch of the workbook
 */
export function daysToDate(serial: string, is1904: boolean): string {
  const days = Math.floor(Number(serial));
  const isDay = is1904 ? days >= 0 : days >= 1 && days !== LEAP_DAY_THAT_NEVER_WAS;
  if (!isDay || days > LAST_DAY_1900) return serial;
  const correction = !is1904 && days < LEAP_DAY_THAT_NEVER_WAS ? 1 : 0;
  const epoch = is1904 ? EPOCH_1904 : EPOCH_1900;
  return new Date((days + epoch + correction) * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The text of a number in a cell. Whole numbers come without exponent or fraction while all their digits are real;
 * beyond 15 digits they come with an exponent, as the spreadsheet shows them: their last digits are lost, whatever the
 * file says, and nobody may take them for an identifier.
 */
export function numberText(raw: string): string {
  if (raw.length <= KEPT_DIGITS && isAllDigits(raw)) return raw;
  const value = Number(raw);
  if (!Number.isInteger(value)) return raw;
  if (Math.abs(value) < LEAST_LOSSY) return String(value);
  return /e/i.test(raw) ? raw.toUpperCase() : value.toExponential().toUpperCase();
}

function isAllDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return text !== '';
}
