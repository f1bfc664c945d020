import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { RowCode } from '../domain/designation.js';
import { rowReasonOf } from './row-reason.js';

/** A refused row as it was written, and why it was refused. */
export interface RefusedRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly code: RowCode;
  readonly field?: string;
}

/** What is written behind the columns of the file; a file that comes back with them has them still. */
export const REASON_COLUMNS: readonly string[] = ['行号', '原因代码', '原因'];
/** What a spreadsheet would run as a formula. */
const RUNS = /^[=+\-@\t\r]/;
/** What a spreadsheet would round to 15 digits: every identifier and most card numbers. */
const ROUNDS = /^\s*\d{16,}\s*$/;

/**
 * The refused rows in the columns they came in, with row number, code and reason, to be corrected and sent again.
 *
 * UTF-8 with a byte order mark, CRLF, streamed. A cell that a spreadsheet would run or round gets an apostrophe in
 * front, which the readers take off again.
 *
 * @param header headings of the original file
 */
export function refusedCsv(
  header: readonly string[],
  rows: AsyncIterable<RefusedRow> | Iterable<RefusedRow>,
): Readable {
  async function* records(): AsyncGenerator<string[]> {
    yield [...header.map(harmless), ...REASON_COLUMNS];
    for await (const { row, cells, code, field } of rows) {
      const inColumns = header.map((_, column) => harmless(cells[column] ?? ''));
      // Cells beyond the last heading come behind the reason: nothing of a row is lost.
      const beyond = cells.slice(header.length).map(harmless);
      yield [...inColumns, String(row), code, rowReasonOf(code, field), ...beyond];
    }
  }
  const written = stringify({ bom: true, record_delimiter: 'windows' });
  const source = Readable.from(records());
  source.once('error', (error) => written.destroy(error));
  written.once('close', () => source.destroy());
  return source.pipe(written);
}

/** The text of a cell so that a spreadsheet neither runs nor rounds it; the readers take the apostrophe off again. */
export function harmless(cell: string): string {
  return RUNS.test(cell) || ROUNDS.test(cell) ? `'${cell}` : cell;
}
