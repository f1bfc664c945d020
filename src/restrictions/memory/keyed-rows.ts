import { WordRows } from './word-rows.js';

/** No such row. */
export const NO_ROW = -1;

const SHARD_BITS = 8;
const PLACE_BITS = 24;
const PLACES = 1 << PLACE_BITS;
const TAG_BITS = 5;
const TAG_MASK = (1 << TAG_BITS) - 1;
/** 134 million: a row and its tag share 32 bits, and 0 is an empty slot. */
const MOST_ROWS = 2 ** (32 - TAG_BITS) - 2;
const MOST_LOAD = 0.8;
const GROWTH = 1.25;
/** No shard holds exactly its share: this keeps nearly all of them from growing right after. */
const RESERVED_LOAD = 0.76;
const LEAST_SLOTS = 10;

/** Part of the table, by the first bits of the hash. It grows by itself, so that no growth rehashes everything. */
interface Shard {
  /** Row + 1 and a tag of the hash; 0 is empty. The tag spares nearly every look at the key of another row. */
  slots: Uint32Array;
  used: number;
}

/**
 * Rows found by a key of two or four 32-bit words: open addressing with a load of 0.64 to 0.8 over dense rows, so about
 * 5.6 bytes a key besides the row itself. Rows are never removed and never move.
 */
export class KeyedRows {
  private readonly rows: WordRows;
  private readonly shards: Shard[] = Array.from({ length: 1 << SHARD_BITS }, () => ({
    slots: new Uint32Array(0),
    used: 0,
  }));

  /** @param valueWords words of a row besides its key */
  constructor(
    private readonly keyWords: 2 | 4,
    valueWords: number,
  ) {
    this.rows = new WordRows(keyWords + valueWords);
  }

  get size(): number {
    return this.rows.length;
  }

  /** Bytes allocated for rows and slots. */
  get bytes(): number {
    return this.shards.reduce((sum, { slots }) => sum + slots.byteLength, this.rows.bytes);
  }

  /** The row of a 16-byte key, or {@link NO_ROW}. */
  find(key: Buffer): number {
    return this.findWords(key.readUInt32BE(0), key.readUInt32BE(4), key.readUInt32BE(8), key.readUInt32BE(12));
  }

  /** The row of a key, or {@link NO_ROW}. A key of two words leaves the others out. */
  findWords(a: number, b: number, c = 0, d = 0): number {
    const hash = hashOf(a, b, c, d);
    const slots = this.shards[hash >>> PLACE_BITS]?.slots;
    if (slots === undefined || slots.length === 0) return NO_ROW;
    const tag = hash & TAG_MASK;
    for (let at = placeOf(hash, slots.length); ; at = at + 1 === slots.length ? 0 : at + 1) {
      const slot = slots[at] ?? 0;
      if (slot === 0) return NO_ROW;
      if ((slot & TAG_MASK) !== tag) continue;
      const row = (slot >>> TAG_BITS) - 1;
      if (this.hasKey(row, a, b, c, d)) return row;
    }
  }

  /** A new row for a 16-byte key that has none yet; its values are 0. */
  add(key: Buffer): number {
    return this.addWords(key.readUInt32BE(0), key.readUInt32BE(4), key.readUInt32BE(8), key.readUInt32BE(12));
  }

  /** A new row for a key that has none yet; its values are 0. @throws {RangeError} beyond 134 million rows */
  addWords(a: number, b: number, c = 0, d = 0): number {
    if (this.rows.length >= MOST_ROWS) throw new RangeError('the index holds no more rows');
    const hash = hashOf(a, b, c, d);
    const shard = this.shards[hash >>> PLACE_BITS];
    if (shard === undefined) throw new RangeError('a hash has 32 bits');
    if (shard.used + 1 > shard.slots.length * MOST_LOAD) this.grow(shard);
    const row = this.appendWords(a, b, c, d);
    occupy(shard.slots, hash, row);
    shard.used += 1;
    return row;
  }

  /** A further row for a 16-byte key that has one. It is not found by the key: the caller leads to it from the first. */
  addFurther(key: Buffer): number {
    if (this.rows.length >= MOST_ROWS) throw new RangeError('the index holds no more rows');
    return this.appendWords(key.readUInt32BE(0), key.readUInt32BE(4), key.readUInt32BE(8), key.readUInt32BE(12));
  }

  /** The 16-byte key of a row. */
  keyOf(row: number): Buffer {
    const key = Buffer.allocUnsafe(16);
    for (let at = 0; at < 4; at += 1) key.writeUInt32BE(this.rows.word(row, at), 4 * at);
    return key;
  }

  /** @param at 0 is the first word after the key */
  value(row: number, at: number): number {
    return this.rows.word(row, this.keyWords + at);
  }

  setValue(row: number, at: number, value: number): void {
    this.rows.setWord(row, this.keyWords + at, value);
  }

  private appendWords(a: number, b: number, c: number, d: number): number {
    const row = this.rows.append();
    this.rows.setWord(row, 0, a);
    this.rows.setWord(row, 1, b);
    if (this.keyWords === 4) {
      this.rows.setWord(row, 2, c);
      this.rows.setWord(row, 3, d);
    }
    return row;
  }

  private hasKey(row: number, a: number, b: number, c: number, d: number): boolean {
    const { rows } = this;
    if (rows.word(row, 0) !== a || rows.word(row, 1) !== b) return false;
    return this.keyWords === 2 || (rows.word(row, 2) === c && rows.word(row, 3) === d);
  }

  /** Makes room for so many keys at once: growing to it step by step would take most of the time of a load. */
  reserve(keys: number): void {
    for (const shard of this.shards) {
      const slots = Math.ceil(keys / this.shards.length / RESERVED_LOAD);
      if (slots > shard.slots.length) this.resize(shard, slots);
    }
  }

  private grow(shard: Shard): void {
    this.resize(shard, Math.max(LEAST_SLOTS, Math.ceil(shard.slots.length * GROWTH)));
  }

  private resize(shard: Shard, length: number): void {
    const slots = new Uint32Array(length);
    const isLong = this.keyWords === 4;
    for (const slot of shard.slots) {
      if (slot === 0) continue;
      const row = (slot >>> TAG_BITS) - 1;
      const c = isLong ? this.rows.word(row, 2) : 0;
      const d = isLong ? this.rows.word(row, 3) : 0;
      occupy(slots, hashOf(this.rows.word(row, 0), this.rows.word(row, 1), c, d), row);
    }
    shard.slots = slots;
  }
}

function occupy(slots: Uint32Array, hash: number, row: number): void {
  let at = placeOf(hash, slots.length);
  while (slots[at] !== 0) at = at + 1 === slots.length ? 0 : at + 1;
  slots[at] = ((row + 1) << TAG_BITS) | (hash & TAG_MASK);
}

function placeOf(hash: number, slots: number): number {
  return Math.floor(((hash & (PLACES - 1)) * slots) / PLACES);
}

/** Keys may be as regular as UUIDs of one second: every bit of the hash depends on every bit of the key. */
function hashOf(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ b;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) ^ c;
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f) ^ d;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}
