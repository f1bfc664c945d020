import { pipeline } from 'node:stream/promises';
import { CsvError, type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { Problem } from '../domain/problem.js';
import { damaged } from './damage.js';
import type { ReadLimits } from './limits.js';
import { countKnownHeadings } from './recognise-template.js';
import { BATCH_LINES, columnLetters, type SheetLine } from './sheet.js';
import { decodeFile, decodeHead, MAX_LINE_LENGTH, MAX_TITLE_ROWS, type TextCoding } from './text-encoding.js';

const DELIMITERS = [',', '\t', ';'] as const;
const EQUALS = 61;

/** What the first lines of a CSV tell about the rest. */
interface Layout {
  delimiter: (typeof DELIMITERS)[number];
  /** Line of the header row, 1-based; 1 if none was found. */
  headerLine: number;
}

function optionsFor(delimiter: string): Options {
  return {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    // ="500…" is Excel's way to keep digits as text: a quote inside an unquoted cell is a character.
    relax_quotes: true,
    max_record_size: MAX_LINE_LENGTH,
  };
}

/** The delimiter and the header row: whichever reading of the first lines has the most known headings. */
function detectLayout(head: Buffer, coding: TextCoding): Layout {
  const text = decodeHead(head.subarray(coding.markBytes), coding.encoding) ?? '';
  let best: Layout & { known: number } = { delimiter: ',', headerLine: 1, known: 0 };
  for (const delimiter of DELIMITERS) {
    for (const { cells, line } of firstLines(text, delimiter)) {
      const known = countKnownHeadings(cells);
      if (known > best.known) best = { delimiter, headerLine: line, known };
    }
  }
  return best;
}

function firstLines(text: string, delimiter: string): SheetLine[] {
  const lines: SheetLine[] = [];
  const keep = (cells: string[], { lines: line }: { lines: number }): null => {
    lines.push({ line, cells });
    return null;
  };
  try {
    parseSync(text, { ...optionsFor(delimiter), on_record: keep, to: MAX_TITLE_ROWS + 1, skip_empty_lines: true });
  } catch {
    // An open quote at the end of the head; the streaming parser says where, if it is a fault.
  }
  return lines;
}

/**
 * The lines of a CSV from its header row on, streamed.
 *
 * @throws {Problem} `file-encoding`, `file-damaged`, `file-too-wide`, `file-too-many-rows`, `file-has-formulas`
 */
export async function* readCsv(
  path: string,
  head: Buffer,
  coding: TextCoding,
  limits: ReadLimits,
): AsyncGenerator<SheetLine[]> {
  const { delimiter, headerLine } = detectLayout(head, coding);
  // Starting at the header keeps the parser from comparing every row with the width of a title row.
  const parser = parse({ ...optionsFor(delimiter), from_line: headerLine });
  const flow = pipeline(decodeFile(path, coding), parser);
  // Its failure reaches us through the iteration below.
  flow.catch(() => undefined);
  const check = new RecordCheck(delimiter, limits);
  let line = headerLine - 1;
  let batch: SheetLine[] = [];
  try {
    const records: AsyncIterable<string[]> = parser;
    for await (const record of records) {
      line += 1;
      if (line > limits.maxRows + headerLine) throw new Problem('file-too-many-rows', { limit: limits.maxRows });
      if (!check.clean(record, line)) continue;
      batch.push({ line, cells: record });
      if (batch.length < BATCH_LINES) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenCsv(error, headerLine) : error;
  } finally {
    parser.destroy();
  }
  if (batch.length > 0) yield batch;
}

/** No text as short as this holds a whole row. */
const SHORTEST_ROW = 30;

/** Looks at every record of one file. */
class RecordCheck {
  private headerWidth = 0;

  constructor(
    private readonly delimiter: string,
    private readonly limits: ReadLimits,
  ) {}

  /** Checks a record and unwraps `="…"`, in place. False if it has no text at all. */
  clean(record: string[], line: number): boolean {
    while (record.length > 0 && record[record.length - 1] === '') record.pop();
    if (record.length > this.limits.maxColumns) throw new Problem('file-too-wide', { limit: this.limits.maxColumns });
    let isBlank = true;
    for (let column = 0; column < record.length; column += 1) {
      const cell = record[column] ?? '';
      if (cell.length > SHORTEST_ROW) this.checkLong(cell, line);
      if (cell.charCodeAt(0) === EQUALS) record[column] = unwrap(cell, line, column);
      isBlank &&= cell.trim() === '';
    }
    if (this.headerWidth === 0) this.headerWidth = record.length;
    return !isBlank;
  }

  /**
   * A stray quote in one row is closed by the next stray quote, hundreds of rows further on: everything between is one
   * cell then. Its rows must not be lost silently.
   */
  private checkLong(cell: string, line: number): void {
    if (cell.length > this.limits.maxCellLength) {
      throw damaged(`第 ${line} 行有过长的单元格`, `a cell in line ${line} is too long`);
    }
    if (!/[\r\n]/.test(cell) || this.headerWidth < 2) return;
    const isRow = (text: string): boolean => text.split(this.delimiter).length >= this.headerWidth;
    if (cell.split(/[\r\n]+/).some(isRow)) {
      throw damaged(
        `第 ${line} 行的引号没有闭合,吞并了后面的行`,
        `an unclosed quote in line ${line} swallows the rows below`,
      );
    }
  }
}

const QUOTED_TEXT = /^="([^"]*)"$/;

/** `="500…"` is a text and is handed on with the apostrophe that says so; any other `=` is a formula. */
function unwrap(cell: string, line: number, column: number): string {
  const text = QUOTED_TEXT.exec(cell.trim())?.[1];
  if (text === undefined) throw new Problem('file-has-formulas', { cell: `${columnLetters(column)}${line}` });
  return `'${text}`;
}

function brokenCsv(error: CsvError, headerLine: number): Problem {
  const before: unknown = error['records'];
  const line = headerLine + (typeof before === 'number' ? before : 0);
  return error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
    ? damaged(`第 ${line} 行的引号没有闭合`, `unclosed quote in line ${line}`)
    : damaged(`第 ${line} 行无法读取`, `line ${line} cannot be read`);
}
