/** The rows of a list that something is true of: `get_bit` of the database says whether a row is among them, by its number. */
export type RowBits = Buffer;

const FIRST_BYTES = 64;

/** Which rows have which key, and how many: a bit for each row, so that those of a list of 100,000 take 12 kB a key. */
export class RowCount<Key extends string> {
  private readonly sets = new Map<Key, { bits: RowBits; count: number }>();

  /** A row counts once for a key, however often it is added. */
  add(key: Key, row: number): void {
    const set = this.sets.get(key) ?? { bits: Buffer.alloc(FIRST_BYTES), count: 0 };
    this.sets.set(key, set);
    const [at, bit] = [row >> 3, 1 << (row & 7)];
    if (at >= set.bits.length) {
      const longer = Buffer.alloc(Math.max(at + 1, 2 * set.bits.length));
      set.bits.copy(longer);
      set.bits = longer;
    }
    const byte = set.bits[at] ?? 0;
    if ((byte & bit) === 0) set.count += 1;
    set.bits[at] = byte | bit;
  }

  of(key: Key): number {
    return this.sets.get(key)?.count ?? 0;
  }

  /** The most frequent first. */
  items<Item extends object>(describe: (key: Key) => Item): (Item & { count: number })[] {
    return [...this.sets]
      .toSorted(([, left], [, right]) => right.count - left.count)
      .map(([key, { count }]) => ({ ...describe(key), count }));
  }

  /** Numbers of the first rows of a key, in order. */
  first(key: Key, most: number): number[] {
    const rows: number[] = [];
    const bits = this.sets.get(key)?.bits ?? [];
    for (let row = 0; row < 8 * bits.length && rows.length < most; row += 1) {
      if (((bits[row >> 3] ?? 0) & (1 << (row & 7))) !== 0) rows.push(row);
    }
    return rows;
  }

  /** The rows of each key, by its name. */
  rows(nameOf: (key: Key) => string): [name: string, rows: RowBits][] {
    return [...this.sets].map(([key, { bits }]) => [nameOf(key), bits]);
  }
}
