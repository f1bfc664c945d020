const SEGMENT_BITS = 12;
const SEGMENT_ROWS = 1 << SEGMENT_BITS;
const IN_SEGMENT = SEGMENT_ROWS - 1;

/**
 * Rows of a fixed number of 32-bit words, in segments: growth allocates one more segment and copies nothing. Rows are
 * numbered from 0, and never move.
 */
export class WordRows {
  private readonly segments: Uint32Array[] = [];
  private count = 0;

  constructor(private readonly width: number) {}

  get length(): number {
    return this.count;
  }

  /** Bytes allocated, the unused rest of the last segment included. */
  get bytes(): number {
    return this.segments.length * SEGMENT_ROWS * this.width * Uint32Array.BYTES_PER_ELEMENT;
  }

  /** Appends rows of zeros. @returns the first of them */
  append(rows = 1): number {
    const first = this.count;
    this.count += rows;
    while (this.segments.length * SEGMENT_ROWS < this.count) {
      this.segments.push(new Uint32Array(SEGMENT_ROWS * this.width));
    }
    return first;
  }

  /** A word of a row, unsigned; 0 where there is no such row. */
  word(row: number, at: number): number {
    return this.segments[row >>> SEGMENT_BITS]?.[(row & IN_SEGMENT) * this.width + at] ?? 0;
  }

  setWord(row: number, at: number, value: number): void {
    const segment = this.segments[row >>> SEGMENT_BITS];
    if (segment === undefined || row >= this.count) throw new RangeError('there is no such row');
    segment[(row & IN_SEGMENT) * this.width + at] = value;
  }

  copy(from: number, to: number): void {
    for (let at = 0; at < this.width; at += 1) this.setWord(to, at, this.word(from, at));
  }
}
