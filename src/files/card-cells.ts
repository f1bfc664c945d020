import type { CardKind, CardReference } from '../domain/designation.js';
import { normaliseCardNumber } from '../domain/identifiers.js';
import type { RowReading } from './row-reading.js';
import type { ColumnKey } from './templates.js';
import { plainText } from './written-values.js';

/** Numbers of phones and lines; accounts may have letters, and payment accounts are often mail addresses. */
const NUMBER_FORMS: Readonly<Record<CardKind, RegExp>> = {
  mobile_sim: /^\+?\d{7,15}$/,
  iot_sim: /^\+?\d{7,20}$/,
  fixed_line: /^\+?[\d-]{5,20}$/,
  telecom_line: /^[\w+-]{3,40}$/,
  sms_port: /^\d{3,21}$/,
  bank_account: /^[\dA-Za-z_-]{5,40}$/,
  payment_account: /^[\w@.+-]{3,64}$/,
  ecny_wallet: /^[\w-]{5,40}$/,
  internet_account: /^[^\s]{2,64}$/u,
};

/** The number of the one card a row is about. Null after a refusal. */
export function readCardNumber(row: RowReading, key: ColumnKey, kind: CardKind, field: string): string | null {
  const raw = row.raw(key);
  const { number, notes, refusal } = normaliseCardNumber(raw);
  row.note(notes);
  if (refusal !== null || plainText(raw) === '') row.refuse(refusal ?? 'MISSING_FIELD', field);
  else if (!NUMBER_FORMS[kind].test(number)) row.refuse('INVALID_FIELD', field);
  else return number;
  return null;
}

const SEVERAL = /[、,,;;\n|]/;

/** The card or cards named in one cell of a designation, with the case of the row. */
export function readImplicatedCards(row: RowReading, key: ColumnKey, kind: CardKind): CardReference[] {
  const caseNo = row.text('caseNo');
  const about = caseNo === '' ? {} : { caseNo };
  const raw = row.raw(key);
  if (!SEVERAL.test(raw)) {
    const number = readCardNumber(row, key, kind, 'implicatedCards');
    return number === null ? [] : [{ kind, number, ...about }];
  }
  const written = raw.split(SEVERAL).filter((part) => plainText(part) !== '');
  const numbers = written.map((part) => normaliseCardNumber(part));
  for (const { notes, refusal, number } of numbers) {
    row.note(notes);
    if (refusal !== null) row.refuse(refusal, 'implicatedCards');
    else if (!NUMBER_FORMS[kind].test(number)) row.refuse('INVALID_FIELD', 'implicatedCards');
  }
  if (numbers.length === 0) row.refuse('MISSING_FIELD', 'implicatedCards');
  return [...new Set(numbers.map(({ number }) => number))].map((number) => ({ kind, number, ...about }));
}
