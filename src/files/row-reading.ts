import type { RowCode, RowNote } from '../domain/designation.js';
import { isLocalDate, type LocalDate } from '../domain/period.js';
import type { ColumnMap } from './recognise-template.js';
import type { RowResult } from './row-result.js';
import type { ColumnKey } from './templates.js';
import { plainText } from './written-values.js';

/**
 * One row while it is read: texts by column, what was done to them, and the first thing that is wrong.
 *
 * Reading goes on after a fault with a value in its place, so that the order of reading is the order of the refusals and
 * no exception is thrown for a row.
 */
export class RowReading {
  readonly notes: RowNote[] = [];
  private fault: { code: RowCode; field: string } | null = null;

  constructor(
    private readonly columns: ColumnMap,
    private readonly cells: readonly string[],
  ) {}

  /** The cell as written; empty if the file has no such column. */
  raw(key: ColumnKey): string {
    const index = this.columns[key];
    return index === undefined ? '' : (this.cells[index] ?? '');
  }

  /** The cell without blanks and marks around it; empty if it says that there is nothing. */
  text(key: ColumnKey): string {
    return plainText(this.raw(key));
  }

  note(notes: readonly RowNote[]): void {
    for (const note of notes) if (!this.notes.includes(note)) this.notes.push(note);
  }

  /** The first refusal of a row is the one that is named. */
  refuse(code: RowCode, field: string): void {
    this.fault ??= { code, field };
  }

  /** A text that has to be there. */
  required(key: ColumnKey, field: string): string {
    const text = this.text(key);
    if (text === '') this.refuse('MISSING_FIELD', field);
    return text;
  }

  /** What `read` makes of a text that may be absent; a text it makes nothing of is refused. */
  optional<Value>(key: ColumnKey, field: string, read: (text: string) => Value | null): Value | undefined {
    const text = this.text(key);
    if (text === '') return undefined;
    const value = read(text);
    if (value !== null) return value;
    this.refuse('INVALID_FIELD', field);
    return undefined;
  }

  /** The result, unless something was wrong. */
  result<Value>(value: Value | null): RowResult<Value> {
    if (this.fault !== null) return { ok: false, ...this.fault, notes: this.notes };
    if (value === null) throw new Error('A row without a fault must have a value');
    return { ok: true, value, notes: this.notes };
  }
}

/** For {@link RowReading.optional}: any text. */
export function anyText(text: string): string {
  return text;
}

/** A day that was written in the API's own form needs no look into the memory of days. */
export function isPlainDay(text: string): text is LocalDate {
  return text.length === 10 && isLocalDate(text);
}
