import { Problem } from '../../domain/problem.js';
import { damaged } from '../damage.js';
import type { ReadLimits } from '../limits.js';
import { columnLetters, LAST_LINE, type SheetLine } from '../sheet.js';
import { daysToDate, numberText } from './cell-number.js';
import type { Attributes, XmlListener } from './feed-xml.js';
import { unescapeText, type Workbook } from './workbook.js';

const UPPER_A = 65;
const UPPER_Z = 90;
/** Columns of a spreadsheet; anything further is no reference. */
const LAST_COLUMN = 16_384;
/** Title, header and total rows of a full sheet. */
const MARGIN_LINES = 100;

/** Makes lines of texts from the events of a worksheet part (ECMA-376 part 1 §18.3.1.73 ff.). */
export class SheetListener implements XmlListener {
  private lines: SheetLine[] = [];
  private linesSeen = 0;
  private line = 0;
  private cells: string[] = [];
  private column = -1;
  private type = 'n';
  private style = 0;
  private value = '';
  private isCell = false;
  private isValue = false;
  private isPhonetic = false;

  constructor(
    private readonly workbook: Workbook,
    private readonly limits: ReadLimits,
  ) {}

  /** The lines completed since the last call. */
  takeLines(): SheetLine[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'row':
        this.openRow(attributes['r']);
        break;
      case 'c':
        this.openCell(attributes);
        break;
      case 'v':
      case 't':
        this.isValue = !this.isPhonetic;
        break;
      case 'rPh':
        this.isPhonetic = true;
        break;
      case 'f':
        // Extensions behind the cells have elements of this name too.
        if (!this.isCell) break;
        throw new Problem('file-has-formulas', { cell: this.reference() });
      default:
    }
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.isValue = false;
        break;
      case 'rPh':
        this.isPhonetic = false;
        break;
      case 'c':
        this.closeCell();
        break;
      case 'row':
        this.closeRow();
        break;
      default:
    }
  }

  text(text: string): void {
    if (!this.isValue) return;
    this.value += text;
    if (this.value.length > this.limits.maxCellLength) {
      throw damaged(`单元格 ${this.reference()} 过长`, `cell ${this.reference()} is too long`);
    }
  }

  private openRow(reference: string | undefined): void {
    const line = reference === undefined ? this.line + 1 : Number(reference);
    if (!Number.isInteger(line) || line <= this.line) {
      throw damaged(`第 ${this.line} 行之后行号混乱`, `row numbers are out of order after row ${this.line}`);
    }
    if (line > LAST_LINE) {
      throw damaged(`第 ${this.line} 行之后行号超出表格`, `a row number after row ${this.line} is beyond the sheet`);
    }
    this.line = line;
    this.cells = [];
    this.column = -1;
  }

  private openCell({ r: reference, t: type = 'n', s: style = '0' }: Attributes): void {
    this.column = reference === undefined ? this.column + 1 : columnOf(reference);
    this.type = type;
    this.style = Number(style);
    this.value = '';
    this.isCell = true;
  }

  private closeCell(): void {
    this.isCell = false;
    if (this.value === '') return;
    const text = this.cellText();
    if (text.trim() === '') return;
    if (this.column >= this.limits.maxColumns) throw new Problem('file-too-wide', { limit: this.limits.maxColumns });
    while (this.cells.length < this.column) this.cells.push('');
    this.cells[this.column] = text;
  }

  private cellText(): string {
    const { value, workbook } = this;
    switch (this.type) {
      case 's': {
        const text = workbook.sharedStrings[Number(value)];
        if (text !== undefined) return text;
        throw damaged(`单元格 ${this.reference()} 没有内容`, `cell ${this.reference()} refers to a missing text`);
      }
      case 'n':
        return workbook.dateStyles[this.style] === true ? daysToDate(value, workbook.is1904) : numberText(value);
      case 'b':
        return value === '1' ? '是' : '否';
      case 'd':
        return value.slice(0, 'YYYY-MM-DD'.length);
      default:
        return unescapeText(value);
    }
  }

  private closeRow(): void {
    if (this.cells.length === 0) return;
    this.linesSeen += 1;
    if (this.linesSeen > this.limits.maxRows + MARGIN_LINES)
      throw new Problem('file-too-many-rows', { limit: this.limits.maxRows });
    this.lines.push({ line: this.line, cells: this.cells });
    this.cells = [];
  }

  private reference(): string {
    return `${columnLetters(this.column)}${this.line}`;
  }
}

/** 0-based column of `AB12`. */
function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index += 1) {
    const code = reference.charCodeAt(index);
    if (code < UPPER_A || code > UPPER_Z) break;
    column = column * 26 + (code - UPPER_A + 1);
    if (column > LAST_COLUMN) break;
  }
  if (column === 0 || column > LAST_COLUMN) throw damaged('单元格编号有误', 'a cell reference is wrong');
  return column - 1;
}
