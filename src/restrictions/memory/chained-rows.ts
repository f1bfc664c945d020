import { KeyedRows, NO_ROW } from './keyed-rows.js';

const NEXT = 0;

/** Several rows for one 16-byte key: the first is found by the key, each leads to the next. */
export class ChainedRows {
  private readonly rows: KeyedRows;

  /** @param valueWords words of a row besides its key and its way to the next */
  constructor(valueWords: number) {
    this.rows = new KeyedRows(4, 1 + valueWords);
  }

  get size(): number {
    return this.rows.size;
  }

  get bytes(): number {
    return this.rows.bytes;
  }

  /** Makes room for so many keys at once. */
  reserve(keys: number): void {
    this.rows.reserve(keys);
  }

  /** First row of a key, or {@link NO_ROW}. */
  first(key: Buffer): number {
    return this.rows.find(key);
  }

  /** The row after this one with the same key, or {@link NO_ROW}. */
  next(row: number): number {
    return this.rows.value(row, NEXT) - 1;
  }

  /** One more row for a key; its values are 0. */
  add(key: Buffer): number {
    const first = this.rows.find(key);
    if (first === NO_ROW) return this.rows.add(key);
    const row = this.rows.addFurther(key);
    this.rows.setValue(row, NEXT, this.rows.value(first, NEXT));
    this.rows.setValue(first, NEXT, row + 1);
    return row;
  }

  keyOf(row: number): Buffer {
    return this.rows.keyOf(row);
  }

  value(row: number, at: number): number {
    return this.rows.value(row, 1 + at);
  }

  setValue(row: number, at: number, value: number): void {
    this.rows.setValue(row, 1 + at, value);
  }
}
