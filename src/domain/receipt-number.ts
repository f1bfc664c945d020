import { isLuhnValid } from './identifiers.js';

const FORM = /^DK(\d{15})$/;

/**
 * The receipt number of a notice (告知书编号): `DK`, the year, ten random digits and a check digit (Luhn over all digits).
 *
 * @param year of issue, four digits
 * @param serial from 0 to 9,999,999,999; nobody may be able to guess it
 * @throws {RangeError} if one of them is out of range
 */
export function receiptNumber(year: number, serial: number): string {
  const body = `${String(year)}${String(serial).padStart(10, '0')}`;
  if (!/^\d{14}$/.test(body)) throw new RangeError('a year of four digits and a serial of ten at most are needed');
  const check = '0123456789'.split('').find((digit) => isLuhnValid(body + digit)) ?? '';
  return `DK${body}${check}`;
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
  const digits = FORM.exec(text)?.[1];
  return digits !== undefined && isLuhnValid(digits) ? text : null;
}
