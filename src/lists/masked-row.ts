import { keysOfHeading } from '../files/recognise-template.js';
import type { ColumnKey } from '../files/templates.js';
import { mask, maskName } from '../registry/mask.js';
import type { JudgedRow } from './judged-row.js';

/** Columns with the number of a person or a card. */
const NUMBERS: ReadonlySet<ColumnKey> = new Set(['idNumber', 'phone', 'account', 'cardNumber']);
/** What stands between the digits of one number. */
const GAP = String.raw`[\s\p{Pd}\p{Cf}.·_]{0,2}`;
/** Digits where nothing is known of them may be anybody's number, in any script and however they are spaced. */
const ANY_NUMBER = new RegExp(String.raw`[A-Za-z]{0,2}\p{Nd}(?:${GAP}\p{Nd}){5,}[xXxX]?`, 'gu');
/** What no code, count or case number looks like: an identifier or card number, a mobile phone, a passport. */
const TELLING_NUMBER = new RegExp(
  [
    String.raw`\p{Nd}(?:${GAP}\p{Nd}){13,}${GAP}[\p{Nd}xXxX]`,
    String.raw`(?<!\p{Nd})(?:[88][66]${GAP})?[11]${GAP}[3-93-9](?:${GAP}\p{Nd}){9}(?!\p{Nd})`,
    String.raw`(?<![A-Za-z\p{Nd}])[A-Za-z]{1,2}${GAP}\p{Nd}{7,9}(?!\p{Nd})`,
  ].join('|'),
  'gu',
);
/** One date or several, with the hour of a clock or not. */
const DATES = /^(?:(?:^|[\s-]+)(?:19|20)\d\d([.-]?)(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01]))+(?:\s\d\d?)?$/;
/** Words among digits: letters that no identifier has, and Latin ones that stand apart from digits. */
const WORDS = /((?:(?![A-Za-zA-Za-z])[\p{L}\p{M}·•])+|(?<![A-Za-z\p{Nd}])[A-Za-z]{2,}(?![A-Za-z\p{Nd}]))/gu;

/**
 * Cells by column, so that no name, identifier, phone or card number can be read, whatever its column is called.
 *
 * @param verdict of the row: in a refused one the cells may have slipped, and any number may stand in any column
 */
export function maskedCells(
  cells: Readonly<Record<string, string>>,
  verdict: JudgedRow['verdict'],
): Record<string, string> {
  const read = Object.entries(cells).map(([name, cell]) => ({
    name,
    cell,
    keys: keysOfHeading(name.replace(/#\d+$/, '')),
  }));
  const names = read.filter(({ keys, cell }) => keys.includes('name') && cell.trim().length > 1);
  return Object.fromEntries(
    read.map(({ name, cell, keys }) => {
      if (keys.includes('name')) return [name, maskedName(cell)];
      if (keys.some((key) => NUMBERS.has(key))) return [name, maskedNumber(cell)];
      const rest = names.reduce((text, known) => text.replaceAll(known.cell.trim(), maskName(known.cell.trim())), cell);
      if (keys.length === 0) return [name, rest.replace(ANY_NUMBER, mask)];
      return [name, verdict === 'rejected' ? rest.replace(ANY_NUMBER, maskUnlessDates) : withoutNumbers(rest)];
    }),
  );
}

/** A designation, a card lead or the entry of a request, without names and numbers of persons and cards. */
export function maskedContent(content: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, maskedField(name, value, '')]));
}

/** @param parent name of the object that holds the field */
function maskedField(name: string, value: unknown, parent: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => maskedField(name, item, parent));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([inner, item]) => [inner, maskedField(inner, item, name)]));
  }
  if (typeof value !== 'string') return value;
  if (name === 'idNumber' || name === 'number') return maskedNumber(value);
  if (name === 'name' && (parent === 'subject' || parent === 'holder')) return maskName(value);
  return withoutNumbers(value);
}

/** A text that somebody wrote: nobody's identifier, phone or card number is left in it. */
export function withoutNumbers(text: string): string {
  return text.replace(TELLING_NUMBER, maskUnlessDates);
}

/** Cells slip: a name may stand where a number should, or beside it. */
function maskedNumber(text: string): string {
  const parts = text.split(WORDS);
  // What the pattern captures stands at odd places.
  return parts.map((part, at) => (at % 2 === 1 ? maskName(part) : part.replace(/\S(?:.*\S)?/su, maskedPart))).join('');
}

function maskedPart(part: string): string {
  return /\p{Nd}/u.test(part) ? mask(part) : maskName(part);
}

/** A number may stand where a name should, or beside it. */
function maskedName(text: string): string {
  return /\p{Nd}/u.test(text) ? maskedNumber(text) : maskName(text);
}

function maskUnlessDates(number: string): string {
  return DATES.test(number) ? number : mask(number);
}
