import type { SanctionRecord } from '../../domain/decision.js';
import { shanghaiInstant } from '../../domain/period.js';
import { dayOfNumber } from './day-number.js';
import { NO_ROW } from './keyed-rows.js';
import type { Profiles } from './profiles.js';
import type { TermPatterns } from './term-patterns.js';
import { uuidOfWords } from './uuid-words.js';
import { WordRows } from './word-rows.js';

/** A sanction as it is kept. All but `pattern`, `liftedAt` and `isAppealed` is the same in every version of it. */
export interface KeptSanction {
  /** 16 bytes of the UUID. */
  id: Buffer;
  /** Number in {@link Profiles}. */
  profile: number;
  /** Number in {@link TermPatterns}. */
  pattern: number;
  /** Days from 2000-01-01. */
  identifiedOn: number;
  startsOn: number;
  /** From when on it restricts nothing: lifted, or its effect suspended. */
  liftedAt: Date | null;
  /** Whether an appeal against it waits for a decision. */
  isAppealed: boolean;
}

/** What few sanctions have, so that all need not keep room for it. */
interface Rare {
  liftedAt?: string;
  identifiedOn: number;
  startsOn: number;
}

// Words of a row: 16 bytes of id, then these. 28 bytes in all.
const PROFILE = 4;
const PATTERN = 5;
const DAYS = 6;
const WIDTH = 7;

/** In the word of the pattern: the last row of a run; a row with an entry among the rare ones; an appeal that is pending. */
const IS_LAST = 0x8000_0000;
const IS_RARE = 0x4000_0000;
const IS_APPEALED = 0x2000_0000;
const PATTERN_MASK = 0x1fff_ffff;
const MOST_DAYS = 0xffff;

/**
 * The sanctions of each subject in one run of rows, by day of identification and id. A run that grows moves; the room it
 * leaves is used again by runs that fit in it, so that nothing ever has to be compacted.
 */
export class SanctionRuns {
  private readonly rows = new WordRows(WIDTH);
  private readonly rare = new Map<number, Rare>();
  /** First rows of unused runs, by their length. */
  private readonly free: number[][] = [];
  private freeRows = 0;

  constructor(
    private readonly profiles: Profiles,
    private readonly patterns: TermPatterns,
  ) {}

  /** Sanctions kept. */
  get size(): number {
    return this.rows.length - this.freeRows;
  }

  /** Rows that no run uses now. */
  get unused(): number {
    return this.freeRows;
  }

  get bytes(): number {
    return this.rows.bytes + this.rare.size * 64;
  }

  /** The sanctions of a run, in its order. */
  recordsOf(first: number): SanctionRecord[] {
    const records: SanctionRecord[] = [];
    for (let row = first; ; row += 1) {
      records.push(this.recordAt(row));
      if (this.isLast(row)) return records;
    }
  }

  /**
   * Adds a sanction to a run, or changes it there.
   *
   * @param first of the run; {@link NO_ROW} starts one
   * @returns first row of the run now
   */
  put(first: number, sanction: KeptSanction): number {
    if (sanction.pattern > PATTERN_MASK) throw new RangeError('a pattern has 29 bits');
    if (first === NO_ROW) {
      const only = this.take(1);
      this.write(only, sanction, true);
      return only;
    }
    const known = this.find(first, sanction.id);
    if (known === NO_ROW) return this.grown(first, sanction);
    this.write(known, sanction, this.isLast(known));
    return first;
  }

  /** Takes a sanction out of a run. @returns first row of the run now; {@link NO_ROW} if none is left */
  remove(first: number, id: Buffer): number {
    const gone = first === NO_ROW ? NO_ROW : this.find(first, id);
    if (gone === NO_ROW) return first;
    let last = gone;
    while (!this.isLast(last)) {
      this.move(last + 1, last);
      last += 1;
    }
    this.release(last, 1);
    if (last === first) return NO_ROW;
    this.setLast(last - 1, true);
    return first;
  }

  private grown(first: number, sanction: KeptSanction): number {
    let length = 1;
    while (!this.isLast(first + length - 1)) length += 1;
    const start = this.take(length + 1);
    let from = 0;
    while (from < length && this.isBefore(first + from, sanction)) from += 1;
    for (let at = 0; at < length; at += 1) this.move(first + at, start + at + (at < from ? 0 : 1));
    this.write(start + from, sanction, false);
    for (let at = 0; at <= length; at += 1) this.setLast(start + at, at === length);
    this.release(first, length);
    return start;
  }

  private write(row: number, sanction: KeptSanction, isLast: boolean): void {
    const { id, profile, pattern, identifiedOn, startsOn, liftedAt, isAppealed } = sanction;
    for (let at = 0; at < 4; at += 1) this.rows.setWord(row, at, id.readUInt32BE(4 * at));
    const areOrdinary = isOrdinary(identifiedOn) && isOrdinary(startsOn);
    const isRare = liftedAt !== null || !areOrdinary;
    if (isRare) {
      const lifting = liftedAt === null ? {} : { liftedAt: shanghaiInstant(liftedAt) };
      this.rare.set(row, { identifiedOn, startsOn, ...lifting });
    } else this.rare.delete(row);
    this.rows.setWord(row, PROFILE, profile);
    const marks = (isLast ? IS_LAST : 0) | (isRare ? IS_RARE : 0) | (isAppealed ? IS_APPEALED : 0);
    this.rows.setWord(row, PATTERN, pattern | marks);
    this.rows.setWord(row, DAYS, areOrdinary ? (identifiedOn << 16) | startsOn : 0);
  }

  private recordAt(row: number): SanctionRecord {
    const { rows } = this;
    const pattern = rows.word(row, PATTERN);
    const rare = (pattern & IS_RARE) === 0 ? undefined : this.rare.get(row);
    const days = rows.word(row, DAYS);
    const startsOn = rare?.startsOn ?? days & MOST_DAYS;
    const { regime, category, ground, subjectKind, isMinor, organ } = this.profiles.at(rows.word(row, PROFILE));
    const record: SanctionRecord = {
      id: uuidOfWords(rows.word(row, 0), rows.word(row, 1), rows.word(row, 2), rows.word(row, 3)),
      regime,
      category,
      ground,
      subjectKind,
      isMinor,
      identifiedOn: dayOfNumber(rare?.identifiedOn ?? days >>> 16),
      startsOn: dayOfNumber(startsOn),
      organ,
      measures: this.patterns.termsOf(pattern & PATTERN_MASK, startsOn),
    };
    if ((pattern & IS_APPEALED) !== 0) record.appeal = 'pending';
    if (rare?.liftedAt !== undefined) record.liftedAt = rare.liftedAt;
    return record;
  }

  private find(first: number, id: Buffer): number {
    for (let row = first; ; row += 1) {
      if (this.compareId(row, id) === 0) return row;
      if (this.isLast(row)) return NO_ROW;
    }
  }

  private isBefore(row: number, { id, identifiedOn }: KeptSanction): boolean {
    const day = this.rare.get(row)?.identifiedOn ?? this.rows.word(row, DAYS) >>> 16;
    return day === identifiedOn ? this.compareId(row, id) < 0 : day < identifiedOn;
  }

  private compareId(row: number, id: Buffer): number {
    for (let at = 0; at < 4; at += 1) {
      const difference = this.rows.word(row, at) - id.readUInt32BE(4 * at);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  private isLast(row: number): boolean {
    return (this.rows.word(row, PATTERN) & IS_LAST) !== 0;
  }

  private setLast(row: number, isLast: boolean): void {
    const pattern = this.rows.word(row, PATTERN);
    this.rows.setWord(row, PATTERN, isLast ? pattern | IS_LAST : pattern & ~IS_LAST);
  }

  private move(from: number, to: number): void {
    this.rows.copy(from, to);
    const rare = this.rare.get(from);
    if (rare === undefined) this.rare.delete(to);
    else this.rare.set(to, rare);
  }

  /** Room for a run: the smallest unused one that holds it, else new rows. */
  private take(length: number): number {
    for (let size = length; size < this.free.length; size += 1) {
      const first = this.free[size]?.pop();
      if (first === undefined) continue;
      this.freeRows -= size;
      if (size > length) this.release(first + length, size - length);
      return first;
    }
    return this.rows.append(length);
  }

  private release(first: number, length: number): void {
    for (let at = 0; at < length; at += 1) this.rare.delete(first + at);
    while (this.free.length <= length) this.free.push([]);
    this.free[length]?.push(first);
    this.freeRows += length;
  }
}

/** Of the years 2000 to 2179: two bytes hold it. */
function isOrdinary(day: number): boolean {
  return day >= 0 && day <= MOST_DAYS;
}
