import { keysOfHeading } from '../files/recognise-template.js';
import type { ColumnKey } from '../files/templates.js';
import { mask, maskName } from '../registry/mask.js';

/** Columns with the number of a person or a card. */
const NUMBERS: ReadonlySet<ColumnKey> = new Set(['idNumber', 'phone', 'account', 'cardNumber']);
/** Digits in a column that no template has may be anybody's number, in any script and however they are spaced. */
const ANY_NUMBER = /\p{Nd}(?:[\s-]?\p{Nd}){5,}[xX]?/gu;
/** What no code, count or case number is as long as. */
const LONG_NUMBER = /\p{Nd}{14,}[\p{Nd}xX]/gu;

/** Cells by column, so that no name, identifier, phone or card number can be read, whatever its column is called. */
export function maskedCells(cells: Readonly<Record<string, string>>): Record<string, string> {
  const read = Object.entries(cells).map(([name, cell]) => ({
    name,
    cell,
    keys: keysOfHeading(name.replace(/#\d+$/, '')),
  }));
  const names = read.filter(({ keys, cell }) => keys.includes('name') && cell.trim().length > 1);
  return Object.fromEntries(
    read.map(({ name, cell, keys }) => {
      if (keys.includes('name')) return [name, maskName(cell)];
      if (keys.some((key) => NUMBERS.has(key))) return [name, maskedNumber(cell)];
      const rest = names.reduce((text, known) => text.replaceAll(known.cell.trim(), maskName(known.cell.trim())), cell);
      return [name, rest.replace(keys.length === 0 ? ANY_NUMBER : LONG_NUMBER, mask)];
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
  return withoutLongNumbers(value);
}

/** A text that somebody wrote: nobody's identifier is left in it. */
export function withoutLongNumbers(text: string): string {
  return text.replace(LONG_NUMBER, mask);
}

/** Cells slip: a name may stand where a number should. */
function maskedNumber(text: string): string {
  return /\p{Nd}/u.test(text) ? mask(text) : maskName(text);
}
