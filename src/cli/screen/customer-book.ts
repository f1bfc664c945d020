import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CARD_KINDS, type CardKind, type IdType, type RowCode } from '../../domain/designation.js';
import { normaliseName } from '../../domain/identifiers.js';
import { readCardNumber } from '../../files/card-cells.js';
import { DEFAULT_LIMITS, type ReadLimits } from '../../files/limits.js';
import { openOfficerFile, type OfficerFile } from '../../files/officer-file.js';
import type { ColumnMap } from '../../files/recognise-template.js';
import { RowReading } from '../../files/row-reading.js';
import { readIdentifier } from '../../files/subject-cells.js';
import { CUSTOMER_BOOK, type ColumnKey } from '../../files/templates.js';
import { plainText, readCardKind } from '../../files/written-values.js';
import { Refusal } from '../failure.js';

/** What is asked about every customer alike. */
export interface Matter {
  /** A question of the catalogue, such as `bank_account.open`. */
  readonly action: string;
  readonly channel?: string;
  readonly purpose?: string;
  /** ISO 8601 with offset; now if absent. */
  readonly asOf?: string;
}

/** One row of the book: a question in the words of the API, or why the row cannot be one. */
export type CustomerRow = {
  /** 1 is the row below the header; blank lines count. */
  readonly row: number;
  readonly cells: readonly string[];
} & ({ readonly question: object } | { readonly refusal: { readonly code: RowCode; readonly field?: string } });

/** What a first reading of the whole book tells. */
export interface Survey {
  readonly header: readonly string[];
  readonly rows: number;
  /** Totals, footnotes and repeated headers: lines that are no customers. */
  readonly linesAside: number;
  readonly sheetsAside: readonly string[];
}

/** The operator's own file, and millions of rows: only what protects the machine is limited. */
const LIMITS: ReadLimits = {
  ...DEFAULT_LIMITS,
  maxBytes: 64 * 1024 ** 3,
  maxRows: 1_000_000_000,
  maxInflatedBytes: 16 * 1024 ** 3,
};

/**
 * Reads a whole book once, so that a damaged one is refused before the first question is asked.
 *
 * @throws {Problem} for a file that is none or is broken; {@link Refusal} if its sheets have different columns
 */
export async function survey(path: string): Promise<Survey> {
  const file = await open(path);
  let header: readonly string[] | undefined;
  let rows = 0;
  let linesAside = 0;
  for await (const table of file.tables) {
    header ??= table.header;
    if (header.join('\n') !== table.header.join('\n'))
      throw new Refusal(`The sheet ${table.sheet} has other columns than the first: put it into a file of its own`);
    for await (const batch of table.batches) rows += batch.length;
    linesAside += table.skipped.length;
  }
  return { header: header ?? [], rows, linesAside, sheetsAside: file.skippedSheets };
}

/**
 * The customers of a book in groups.
 *
 * @param from rows to leave out at the beginning: those that are done
 * @param size rows of a group at most
 */
export async function* customersOf(
  path: string,
  matter: Matter,
  from: number,
  size: number,
): AsyncGenerator<CustomerRow[]> {
  const file = await open(path);
  let left = from;
  let group: CustomerRow[] = [];
  for await (const { recognised, batches } of file.tables) {
    const read = customerReader(recognised.columns, matter);
    for await (const batch of batches) {
      const skipped = Math.min(left, batch.length);
      left -= skipped;
      for (const { row, cells } of batch.slice(skipped)) {
        group.push({ row, cells, ...read(cells) });
        if (group.length < size) continue;
        yield group;
        group = [];
      }
    }
  }
  if (group.length > 0) yield group;
}

async function open(path: string): Promise<OfficerFile> {
  await stat(path);
  return openOfficerFile(path, { fileName: basename(path), template: CUSTOMER_BOOK, limits: LIMITS });
}

type Reading = { question: object } | { refusal: { code: RowCode; field?: string } };

/** Compiles the reading of the rows of one sheet. */
function customerReader(columns: ColumnMap, matter: Matter): (cells: readonly string[]) => Reading {
  const about = CARD_KINDS.find((kind) => kind === matter.action.split('.', 1)[0]) ?? null;
  return (cells) => {
    const row = new RowReading(columns, cells);
    const identifier = readIdentifier(row, 'subject.');
    const name = plainText(normaliseName(row.raw('name')).name);
    const card = readCard(row, about);
    const result = row.result<object>(identifier === null ? null : questionOf(matter, identifier, name, card));
    if (result.ok) return { question: result.value };
    return { refusal: { code: result.code, ...(result.field === undefined ? {} : { field: result.field }) } };
  };
}

function questionOf(
  matter: Matter,
  { idType, idNumber }: { idType: IdType; idNumber: string },
  name: string,
  card: { kind: CardKind; number: string } | null,
): object {
  const subject = name === '' ? { idType, idNumber } : { idType, idNumber, name };
  return card === null ? { ...matter, subject } : { ...matter, subject, card };
}

/** Where the number of a card stands, the nearest heading first. */
const PHONE_COLUMNS: readonly ColumnKey[] = ['phone', 'cardNumber'];
const ACCOUNT_COLUMNS: readonly ColumnKey[] = ['cardNumber', 'account'];

/** The card of the row, if it names one. @param about the kind that the question is about */
function readCard(row: RowReading, about: CardKind | null): { kind: CardKind; number: string } | null {
  const kind = row.optional('cardKind', 'card.kind', readCardKind) ?? about;
  if (kind === null) return null;
  const isPhone = kind === 'mobile_sim' || kind === 'iot_sim' || kind === 'fixed_line';
  const key = (isPhone ? PHONE_COLUMNS : ACCOUNT_COLUMNS).find((column) => row.text(column) !== '');
  if (key === undefined) return null;
  const number = readCardNumber(row, key, kind, 'card.number');
  return number === null ? null : { kind, number };
}
