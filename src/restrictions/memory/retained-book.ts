import type { EndedKeeping, Keeping } from '../../domain/retained-sim.js';
import { KeyedRows, NO_ROW } from './keyed-rows.js';
import { WordRows } from './word-rows.js';

/** A number as it was kept, with what is known of its end. */
export interface KeptSim {
  /** Ordinal of the subject. */
  subject: number;
  /** Keyed hash of the number, 16 bytes. */
  number: Buffer;
  institutionId: string;
  restoredAt: Date;
  end: { at: Date; state: EndedKeeping } | null;
  /** Of its restoration: there is one keeping of a revision. */
  revision: number;
}

// Words of a row: the number takes four, an instant two. The state of the end counts from 1: 0 is a keeping that has none.
const RESTORED_AT = 4;
const ENDED_AT = 6;
const STATE = 8;
const INSTITUTION = 9;
const REVISION = 10;
const NEXT = 11;
const WIDTH = 12;

const STATES: readonly EndedKeeping[] = ['cancelled', 'changed', 'moved', 'released'];
const WORD = 2 ** 32;

/** The numbers that subjects have kept: few, so that each subject's are a chain, the newest first. */
export class RetainedBook {
  private readonly rows = new WordRows(WIDTH);
  private readonly subjects = new KeyedRows(2, 1);
  private readonly institutionNumbers = new Map<string, number>();

  /** Keepings, ended ones too. */
  get size(): number {
    return this.rows.length;
  }

  get bytes(): number {
    return this.rows.bytes + this.subjects.bytes;
  }

  /** Adds a keeping, or its end. */
  put(kept: KeptSim): void {
    const known = this.find(kept.subject, kept.revision);
    const row = known === NO_ROW ? this.added(kept) : known;
    if (kept.end === null) return;
    this.setInstant(row, ENDED_AT, kept.end.at);
    this.rows.setWord(row, STATE, 1 + STATES.indexOf(kept.end.state));
  }

  /**
   * A subject's keepings, as a question about a number sees them.
   *
   * @param number 16 bytes; undefined: none is asked about
   * @param institutionId the carrier that asks; null: none does
   */
  keepingsOf(subject: number, number: Buffer | undefined, institutionId: string | null): Keeping[] {
    const keepings: Keeping[] = [];
    for (let row = this.first(subject); row !== NO_ROW; row = this.rows.word(row, NEXT) - 1) {
      const state = STATES[this.rows.word(row, STATE) - 1];
      keepings.push({
        isThisNumber: number !== undefined && this.hasNumber(row, number),
        isSameCarrier:
          institutionId === null
            ? null
            : this.rows.word(row, INSTITUTION) === this.institutionNumbers.get(institutionId),
        restoredAt: this.instant(row, RESTORED_AT),
        end: state === undefined ? null : { at: this.instant(row, ENDED_AT), state },
      });
    }
    return keepings;
  }

  private added({ subject, number, institutionId, restoredAt, revision }: KeptSim): number {
    const row = this.rows.append();
    for (let at = 0; at < 4; at += 1) this.rows.setWord(row, at, number.readUInt32BE(4 * at));
    this.setInstant(row, RESTORED_AT, restoredAt);
    this.rows.setWord(row, INSTITUTION, this.numberOf(institutionId));
    this.rows.setWord(row, REVISION, revision);
    this.rows.setWord(row, NEXT, this.first(subject) + 1);
    const known = this.subjects.findWords(subject, 0);
    this.subjects.setValue(known === NO_ROW ? this.subjects.addWords(subject, 0) : known, 0, row + 1);
    return row;
  }

  private first(subject: number): number {
    const known = subject === NO_ROW ? NO_ROW : this.subjects.findWords(subject, 0);
    return known === NO_ROW ? NO_ROW : this.subjects.value(known, 0) - 1;
  }

  private find(subject: number, revision: number): number {
    let row = this.first(subject);
    while (row !== NO_ROW && this.rows.word(row, REVISION) !== revision) row = this.rows.word(row, NEXT) - 1;
    return row;
  }

  private hasNumber(row: number, number: Buffer): boolean {
    for (let at = 0; at < 4; at += 1) if (this.rows.word(row, at) !== number.readUInt32BE(4 * at)) return false;
    return true;
  }

  private setInstant(row: number, at: number, instant: Date): void {
    const ms = instant.getTime();
    this.rows.setWord(row, at, Math.floor(ms / WORD));
    this.rows.setWord(row, at + 1, ms % WORD);
  }

  private instant(row: number, at: number): number {
    return this.rows.word(row, at) * WORD + this.rows.word(row, at + 1);
  }

  private numberOf(institutionId: string): number {
    const known = this.institutionNumbers.get(institutionId);
    if (known !== undefined) return known;
    const number = this.institutionNumbers.size + 1;
    this.institutionNumbers.set(institutionId, number);
    return number;
  }
}
