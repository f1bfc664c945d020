import type { ClientBase } from 'pg';
import copyStreams from 'pg-copy-streams';

const SIGNATURE_BYTES = 19;
const BLOCK_BYTES = 16;
const NULL = -1;
const MICROSECONDS_TO_2000 = 946_684_800_000;
const NOTHING: Buffer = Buffer.alloc(0);

/** Reads a row of binary COPY in place, while it is being accepted: nothing of it may be kept but what the getters copy. */
export class BinaryRow {
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  private readonly blocks: Buffer[] = [];
  private buffer = NOTHING;

  /** Finds the fields of the row that starts here. @returns where the next one starts; -1 if this one is not there as a whole */
  locate(buffer: Buffer, start: number, fields: number): number {
    this.buffer = buffer;
    let at = start;
    for (let field = 0; field < fields; field += 1) {
      if (at + 4 > buffer.length) return -1;
      const length = buffer.readInt32BE(at);
      at += 4;
      this.starts[field] = at;
      this.lengths[field] = length;
      if (length > 0) at += length;
    }
    return at > buffer.length ? -1 : at;
  }

  isNull(field: number): boolean {
    return this.lengths[field] === NULL;
  }

  /** A field of 16 bytes, such as a UUID or a keyed hash, in a buffer that the next row uses again. */
  block(field: number): Buffer {
    const start = this.start(field);
    if (this.length(field) !== BLOCK_BYTES) throw new RangeError('the field has not 16 bytes');
    // Byte by byte: millions of views would be work for the garbage collector.
    const block = (this.blocks[field] ??= Buffer.alloc(BLOCK_BYTES));
    for (let at = 0; at < BLOCK_BYTES; at += 1) block[at] = this.buffer[start + at] ?? 0;
    return block;
  }

  text(field: number): string {
    const start = this.start(field);
    return this.buffer.toString('utf8', start, start + this.length(field));
  }

  boolean(field: number): boolean {
    return this.buffer[this.start(field)] === 1;
  }

  integer(field: number): number {
    return this.buffer.readInt32BE(this.start(field));
  }

  /** A `bigint`. @throws {RangeError} beyond 2^53 */
  long(field: number): number {
    const value = Number(this.buffer.readBigInt64BE(this.start(field)));
    if (!Number.isSafeInteger(value)) throw new RangeError('a number is too large');
    return value;
  }

  /** A `date`, as days from 2000-01-01. */
  day(field: number): number {
    return this.integer(field);
  }

  /** A `timestamptz`, to the millisecond. */
  instant(field: number): Date {
    return new Date(Number(this.buffer.readBigInt64BE(this.start(field)) / 1000n) + MICROSECONDS_TO_2000);
  }

  /** A text that is the same for equal values of these neighbouring fields, and for no others. */
  key(first: number, last: number): string {
    return this.buffer.toString('latin1', this.start(first) - 4, this.start(last) + this.length(last));
  }

  private start(field: number): number {
    const start = this.starts[field];
    if (start === undefined) throw new RangeError('there is no such field');
    return start;
  }

  private length(field: number): number {
    const length = this.lengths[field] ?? NULL;
    if (length === NULL) throw new RangeError('the field is null');
    return length;
  }
}

/** Cuts binary COPY, as it comes in pieces, into rows. */
export class BinaryRows {
  private readonly row = new BinaryRow();
  private rest = NOTHING;
  private hasHeader = false;
  private hasTrailer = false;

  constructor(private readonly accept: (row: BinaryRow) => void) {}

  /** Accepts every row that is there as a whole now. */
  push(piece: Buffer): void {
    const buffer = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    let at = 0;
    if (!this.hasHeader) {
      if (buffer.length < SIGNATURE_BYTES) {
        this.rest = buffer;
        return;
      }
      at = SIGNATURE_BYTES;
      this.hasHeader = true;
    }
    for (;;) {
      const next = this.acceptAt(buffer, at);
      if (next === -1) break;
      at = next;
    }
    this.rest = buffer.subarray(at);
  }

  /** @throws {Error} if the rows ended before their end */
  end(): void {
    if (!this.hasTrailer) throw new Error('The rows ended before their end');
  }

  private acceptAt(buffer: Buffer, at: number): number {
    if (this.hasTrailer || at + 2 > buffer.length) return -1;
    const fields = buffer.readInt16BE(at);
    if (fields === -1) {
      this.hasTrailer = true;
      return at + 2;
    }
    const next = this.row.locate(buffer, at + 2, fields);
    if (next !== -1) this.accept(this.row);
    return next;
  }
}

/**
 * Streams the rows of a query out of the database with binary COPY, with back-pressure. If `take` throws, the connection is
 * still full of rows: end it.
 *
 * @param query a constant of the caller
 * @param take is given the stream piece by piece, for {@link BinaryRows}
 */
export async function copyOut(client: ClientBase, query: string, take: (piece: Buffer) => void): Promise<void> {
  const source: AsyncIterable<Buffer> = client.query(copyStreams.to(`COPY (${query}) TO STDOUT (FORMAT binary)`));
  for await (const piece of source) take(piece);
}
