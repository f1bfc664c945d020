import type { Recognised } from './recognise-template.js';
import type { SheetLine } from './sheet.js';
import type { ColumnKey } from './templates.js';

export interface DataRow {
  /**
   * As an officer counts: 1 is the row below the header. Blank lines and rows left aside are counted, so that numbers
   * stay those of the sheet. Further sheets count on from the last row of the one before.
   */
  readonly row: number;
  /** Number of the line in its sheet, as the spreadsheet program shows it. */
  readonly line: number;
  /** Texts by column of the header; missing ones at the end are absent. */
  readonly cells: string[];
}

/** A row that is no data, and why. */
export interface SkippedRow {
  readonly row: number;
  readonly line: number;
  readonly why: 'total' | 'repeated_header';
}

/** How offices begin the rows below a list: totals, who filled it in, when, stamps and remarks. */
const CLOSING_WORDS =
  /^(?:合计|总计|小计|共计|填表|填报|制表|审核|复核|经办|负责人|联系人|联系电话|单位[((]盖章|盖章|备注|说明|注[::])/;

/** Tells data rows from totals, footnotes and headers repeated on every printed page, and numbers them. */
export class RowSorter {
  readonly skipped: SkippedRow[] = [];
  /** Number of the last line seen; the next sheet counts on from here. */
  lastRow: number;
  private readonly offset: number;
  private readonly identifierColumn: number;
  private readonly identifierHeading: string;

  constructor(
    header: SheetLine,
    private readonly recognised: Recognised,
    rowsBefore: number,
  ) {
    this.offset = rowsBefore - header.line;
    this.lastRow = rowsBefore;
    this.identifierColumn = recognised.columns.idNumber ?? 0;
    this.identifierHeading = header.cells[this.identifierColumn] ?? '';
  }

  sort(lines: readonly SheetLine[]): DataRow[] {
    const rows: DataRow[] = [];
    for (const { line, cells } of lines) {
      const row = line + this.offset;
      this.lastRow = row;
      const why = this.whyNoData(cells);
      if (why === null) rows.push({ row, line, cells });
      else this.skipped.push({ row, line, why });
    }
    return rows;
  }

  private whyNoData(cells: readonly string[]): SkippedRow['why'] | null {
    const identifier = cells[this.identifierColumn] ?? '';
    if (identifier === this.identifierHeading) return 'repeated_header';
    // A data row has an identifier or at least a name; that keeps the words below from ever swallowing one.
    if (identifier.trim() !== '' && !CLOSING_WORDS.test(identifier.trim())) return null;
    const first = cells.find((cell) => cell.trim() !== '')?.trim() ?? '';
    if (!CLOSING_WORDS.test(first)) return null;
    return this.hasDataOfASubject(cells) ? null : 'total';
  }

  /** A person may be called as one of the closing words begins; then the other columns say so. */
  private hasDataOfASubject(cells: readonly string[]): boolean {
    const keys: readonly ColumnKey[] = ['idType', 'organ', 'identifiedOn', 'caseNo', 'cardKind'];
    return keys.filter((key) => (cells[this.recognised.columns[key] ?? -1] ?? '').trim() !== '').length >= 2;
  }
}
