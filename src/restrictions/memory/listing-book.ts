import { CARD_KINDS, type CardKind } from '../../domain/designation.js';
import type { LocalDate } from '../../domain/period.js';
import { kindsAlike } from '../../registry/card-record.js';
import { ChainedRows } from './chained-rows.js';
import { dayNumberOf, dayOfNumber } from './day-number.js';
import { NO_ROW } from './keyed-rows.js';

/** An entry of the card blacklist. */
export interface KeptListing {
  /** Keyed hash of the card's number, 16 bytes. */
  number: Buffer;
  kind: CardKind;
  /** 16 bytes of the UUID: among equals the lowest counts. */
  id: Buffer;
  status: 'implicated' | 'suspicious';
  /** Days from 2000-01-01. */
  since: number;
  caseNo: string | null;
}

/** What the card blacklist says of a card. */
export interface CardListingFact {
  status: 'clear' | 'implicated' | 'suspicious';
  caseNo?: string;
  since?: LocalDate;
}

// Values of an entry: 16 bytes of id, then these. The kind is counted by its place among the kinds.
const SINCE = 4;
const CASE = 5;
const KIND = 6;
const STATUS = 7;
const WIDTH = 8;

const STATUSES = ['implicated', 'suspicious'] as const;
/** The status of an entry that the police have taken back. */
const CLEARED = STATUSES.length;
/** About what a case number takes. */
const BYTES_OF_A_CASE = 64;
const CLEAR: Readonly<CardListingFact> = Object.freeze({ status: 'clear' });

/** Per kind, the kinds whose entries concern it, as bits. */
const ALIKE = new Map(
  CARD_KINDS.map((kind) => [
    kind,
    kindsAlike(kind).reduce((bits, alike) => bits | (1 << CARD_KINDS.indexOf(alike)), 0),
  ]),
);

/** The card blacklist: implicated cards (涉案) and suspicious ones (可疑). */
export class ListingBook {
  private readonly rows = new ChainedRows(WIDTH);
  private readonly cases: string[] = [];
  private readonly caseNumbers = new Map<string, number>();
  private cleared = 0;

  /** Entries that stand. */
  get size(): number {
    return this.rows.size - this.cleared;
  }

  get bytes(): number {
    return this.rows.bytes + this.cases.length * BYTES_OF_A_CASE;
  }

  add(listing: KeptListing): void {
    const row = this.rows.add(listing.number);
    for (let at = 0; at < 4; at += 1) this.rows.setValue(row, at, listing.id.readUInt32BE(4 * at));
    this.rows.setValue(row, SINCE, listing.since);
    this.rows.setValue(row, CASE, listing.caseNo === null ? 0 : this.caseNumberOf(listing.caseNo));
    this.rows.setValue(row, KIND, CARD_KINDS.indexOf(listing.kind));
    this.rows.setValue(row, STATUS, STATUSES.indexOf(listing.status));
  }

  /** Takes an entry back, if there is such a one: it counts for no day any more. @param id 16 bytes of the UUID */
  clear(number: Buffer, id: Buffer): void {
    for (let row = this.rows.first(number); row !== NO_ROW; row = this.rows.next(row)) {
      if (!this.hasId(row, id) || this.rows.value(row, STATUS) === CLEARED) continue;
      this.rows.setValue(row, STATUS, CLEARED);
      this.cleared += 1;
    }
  }

  /** The entry that outweighs the others: implicated before suspicious, then the oldest. @param onDay only entries since then or earlier */
  worst(number: Buffer, kind: CardKind, onDay?: LocalDate): CardListingFact {
    const first = this.rows.first(number);
    if (first === NO_ROW) return CLEAR;
    const until = onDay === undefined ? Number.POSITIVE_INFINITY : dayNumberOf(onDay);
    const alike = ALIKE.get(kind) ?? 0;
    let worst = NO_ROW;
    for (let row = first; row !== NO_ROW; row = this.rows.next(row)) {
      if (this.rows.value(row, STATUS) === CLEARED) continue;
      if ((alike & (1 << this.rows.value(row, KIND))) === 0 || this.sinceOf(row) > until) continue;
      if (worst === NO_ROW || this.outweighs(row, worst)) worst = row;
    }
    return worst === NO_ROW ? CLEAR : this.factOf(worst);
  }

  private factOf(row: number): CardListingFact {
    const caseNo = this.cases[this.rows.value(row, CASE) - 1];
    return {
      status: STATUSES[this.rows.value(row, STATUS)] ?? 'implicated',
      ...(caseNo === undefined ? {} : { caseNo }),
      since: dayOfNumber(this.sinceOf(row)),
    };
  }

  private outweighs(row: number, other: number): boolean {
    const weight = this.rows.value(row, STATUS) - this.rows.value(other, STATUS);
    if (weight !== 0) return weight < 0;
    const age = this.sinceOf(row) - this.sinceOf(other);
    return age === 0 ? this.compareId(row, other) < 0 : age < 0;
  }

  private compareId(row: number, other: number): number {
    for (let at = 0; at < 4; at += 1) {
      const difference = this.rows.value(row, at) - this.rows.value(other, at);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  private hasId(row: number, id: Buffer): boolean {
    for (let at = 0; at < 4; at += 1) if (this.rows.value(row, at) !== id.readUInt32BE(4 * at)) return false;
    return true;
  }

  private sinceOf(row: number): number {
    return this.rows.value(row, SINCE) | 0;
  }

  private caseNumberOf(caseNo: string): number {
    const known = this.caseNumbers.get(caseNo);
    if (known !== undefined) return known;
    this.cases.push(caseNo);
    this.caseNumbers.set(caseNo, this.cases.length);
    return this.cases.length;
  }
}
