import { Problem } from '../domain/problem.js';
import { DEFAULT_LIMITS, type ReadLimits } from './limits.js';
import { openSheets, type OpenedFile } from './open-sheet.js';
import { countKnownHeadings, type Recognised, recogniseTemplate } from './recognise-template.js';
import { RowSorter, type DataRow, type SkippedRow } from './row-sorter.js';
import { LAST_LINE, type Sheet, type SheetLine } from './sheet.js';
import type { TemplateId } from './templates.js';
import { MAX_TITLE_ROWS } from './text-encoding.js';

/** One sheet with a known header row. */
export interface Table {
  /** Name of the sheet; empty for a CSV. */
  readonly sheet: string;
  readonly recognised: Recognised;
  /** The header row as written. */
  readonly header: readonly string[];
  /** To be read once and to the end before the next table. */
  readonly batches: AsyncIterable<DataRow[]>;
  /** Rows that are no data; complete when the batches are. */
  readonly skipped: readonly SkippedRow[];
}

export interface OfficerFile extends Pick<OpenedFile, 'format' | 'encoding'> {
  readonly tables: AsyncIterable<Table>;
  /** Sheets without any known heading, such as instructions; complete when the tables are. */
  readonly skippedSheets: readonly string[];
}

export interface OfficerFileOptions {
  /** The name it was sent under: it must not promise another type. */
  readonly fileName?: string;
  /** The template the officer named; otherwise it is recognised. */
  readonly template?: TemplateId;
  readonly limits?: ReadLimits;
}

/**
 * Opens a file of one of the {@link TemplateId} templates: type, encoding, title rows and header row are found out; rows
 * are streamed and numbered over the whole file.
 *
 * @throws {Problem} `file-too-large`, `file-empty`, `file-type-unknown`, `file-extension-mismatch`, `file-encoding`,
 *   `file-damaged`; while the tables are read also `template-unknown`, `file-has-formulas`, `file-too-wide`,
 *   `file-too-many-rows`, `file-expands-too-much`
 */
export async function openOfficerFile(path: string, options: OfficerFileOptions = {}): Promise<OfficerFile> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const { format, encoding, sheets } = await openSheets(path, options.fileName, limits);
  const skippedSheets: string[] = [];
  return { format, encoding, skippedSheets, tables: readTables(sheets, skippedSheets, options.template, limits) };
}

async function* readTables(
  sheets: AsyncIterable<Sheet>,
  skippedSheets: string[],
  wanted: TemplateId | undefined,
  limits: ReadLimits,
): AsyncGenerator<Table> {
  let lastRow = 0;
  let dataRows = 0;
  let tables = 0;
  let unknown: Problem | undefined;
  for await (const sheet of sheets) {
    const lines = sheet.batches[Symbol.asyncIterator]();
    try {
      const beginning = await firstLines(lines);
      // A new workbook has empty sheets.
      if (beginning.length === 0) continue;
      const found = findHeader(beginning, wanted);
      if (found instanceof Problem) {
        unknown ??= found;
        skippedSheets.push(sheet.name);
        continue;
      }
      tables += 1;
      const { recognised, header, index } = found;
      const sorter = new RowSorter(header, recognised, lastRow);
      const batches = sortedRows(sorter, beginning.slice(index + 1), lines, (count) => {
        dataRows += count;
        // Blank lines are no data, but have their numbers: many sheets with a last line far down would have endless ones.
        const isTooLong = dataRows > limits.maxRows || sorter.lastRow > Math.max(limits.maxRows, LAST_LINE);
        if (isTooLong) throw new Problem('file-too-many-rows', { limit: limits.maxRows });
      });
      yield { sheet: sheet.name, recognised, header: header.cells, batches, skipped: sorter.skipped };
      lastRow = sorter.lastRow;
    } finally {
      // The file is closed here, also if nobody wants the rest of the sheet.
      await lines.return?.();
    }
  }
  if (tables === 0) throw unknown ?? new Problem('file-empty');
  if (dataRows === 0) throw new Problem('file-empty');
}

async function firstLines(lines: AsyncIterator<SheetLine[]>): Promise<SheetLine[]> {
  const beginning: SheetLine[] = [];
  while (beginning.length <= MAX_TITLE_ROWS) {
    const { value, done } = await lines.next();
    if (done === true) break;
    beginning.push(...value);
  }
  return beginning;
}

/** Every template that is recognised requires at least two columns. */
const FEWEST_HEADINGS = 2;

interface Header {
  header: SheetLine;
  index: number;
  recognised: Recognised;
}

/**
 * The header is the row of the beginning with the most known headings.
 *
 * @returns the refusal if no row has two headings: such a sheet is left aside while another one is a list
 * @throws {Problem} `template-unknown` for a row with headings that fits no template: rows must not be lost silently
 */
function findHeader(beginning: readonly SheetLine[], wanted: TemplateId | undefined): Header | Problem {
  let best: { header: SheetLine; index: number; known: number } | undefined;
  for (const [index, header] of beginning.slice(0, MAX_TITLE_ROWS + 1).entries()) {
    const known = countKnownHeadings(header.cells);
    if (known > (best?.known ?? 0)) best = { header, index, known };
  }
  // A sheet of instructions may well explain the heading 姓名; a header has more than one.
  if (best === undefined || best.known < FEWEST_HEADINGS)
    return recognisedOrRefused(best?.header ?? beginning[0], best?.index ?? 0, wanted);
  return { header: best.header, index: best.index, recognised: recogniseTemplate(best.header.cells, wanted) };
}

/** A template that is asked for by name may need one column only. */
function recognisedOrRefused(
  header: SheetLine | undefined,
  index: number,
  wanted: TemplateId | undefined,
): Header | Problem {
  if (header === undefined) return new Problem('file-empty');
  try {
    return { header, index, recognised: recogniseTemplate(header.cells, wanted) };
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

async function* sortedRows(
  sorter: RowSorter,
  beginning: readonly SheetLine[],
  lines: AsyncIterator<SheetLine[]>,
  counted: (rows: number) => void,
): AsyncGenerator<DataRow[]> {
  let batch: readonly SheetLine[] = beginning;
  for (;;) {
    const rows = sorter.sort(batch);
    counted(rows.length);
    if (rows.length > 0) yield rows;
    const { value, done } = await lines.next();
    if (done === true) return;
    batch = value;
  }
}
