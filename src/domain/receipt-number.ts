import { isLuhnValid } from './identifiers.js';

/** What somebody holds a number of: `DK`, a notice (告知书); `SS`, an appeal (申诉). */
export type ReceiptPrefix = 'DK' | 'SS';

const FORM = /^(DK|SS)(\d{15})$/;
/** Appeals were given numbers without a check digit before. */
const FORMER = /^SS\d{14}$/;

/** Serials there are in a year. */
export const SERIALS = 10_000_000_000;

/**
 * A receipt number (告知书编号, 申诉受理编号): its prefix, the year, ten random digits and a check digit (Luhn over all digits).
 *
 * @param year of issue, four digits
 * @param serial from 0 to 9,999,999,999; nobody may be able to guess it
 * @throws {RangeError} if one of them is out of range
 */
export function receiptNumber(prefix: ReceiptPrefix, year: number, serial: number): string {
  const body = `${String(year)}${String(serial).padStart(10, '0')}`;
  if (!/^\d{14}$/.test(body)) throw new RangeError('a year of four digits and a serial of ten at most are needed');
  const check = '0123456789'.split('').find((digit) => isLuhnValid(body + digit)) ?? '';
  return `${prefix}${body}${check}`;
}

/**
 * A receipt number in its one spelling, as people type it: full-width, lower case, with blanks or hyphens.
 *
 * @returns null for what cannot be one: a wrong digit is found without asking the books
 */
export function normaliseReceiptNumber(raw: string): string | null {
  const text = raw
    .normalize('NFKC')
    .replace(/[\s‐-―-]/g, '')
    .toUpperCase();
  const digits = FORM.exec(text)?.[2];
  if (FORMER.test(text)) return text;
  return digits !== undefined && isLuhnValid(digits) ? text : null;
}
