import { CARD_KINDS, type CardKind } from '../../domain/designation.js';
import type { LocalDate } from '../../domain/period.js';
import { CARD_STATUSES, kindsAlike, type CardStatus } from '../../registry/card-record.js';
import { ChainedRows } from './chained-rows.js';
import { dayOfNumber } from './day-number.js';
import { KeyedRows, NO_ROW } from './keyed-rows.js';

/** A card as an institution reported it last. */
export interface KeptCard {
  /** Keyed hash of the number, 16 bytes. */
  number: Buffer;
  kind: CardKind;
  status: CardStatus;
  /** Days from 2000-01-01. */
  openedOn: number | null;
  /** Ordinal of the subject. */
  holder: number;
  institutionId: string;
  /** Revision of its last change. */
  revision: number;
}

/** What is told of a card. */
export interface CardState {
  status: CardStatus;
  openedOn: LocalDate | null;
  /** Ordinal of the subject. */
  holder: number;
}

/** Cards of a subject with an institution, without the closed ones. */
export interface Holdings {
  cards: number;
  sims: number;
}

// Values of a card. The state is institution | kind | status, each counted from 1: 0 is a row that was never written.
const HOLDER = 0;
const OPENED_ON = 1;
const REVISION = 2;
const STATE = 3;
/** The next number of the same holder + 1, of cards that are numbers of carriers. */
const NEXT_NUMBER = 4;
const NO_DAY = -0x8000_0000;
const MOST_INSTITUTIONS = 0xffff;

// Values of a holding, by holder and institution.
const CARDS = 0;
const SIMS = 1;

const SIM = 1 + CARD_KINDS.indexOf('mobile_sim');
const CLOSED = 1 + CARD_STATUSES.indexOf('closed');
/** By the kind as it is kept: whether it is a number of a carrier. */
const ARE_NUMBERS = [false, ...CARD_KINDS.map((kind) => kindsAlike('mobile_sim').includes(kind))];
const NONE_HELD: Readonly<Holdings> = Object.freeze({ cards: 0, sims: 0 });

/** The cards that institutions report. Several may report the same number: each has its own entry. */
export class CardBook {
  private readonly cards = new ChainedRows(5);
  private readonly holdings = new KeyedRows(2, 2);
  /** By holder: the first of his numbers + 1. */
  private readonly numbers = new KeyedRows(2, 1);
  private readonly institutions: string[] = [];
  private readonly institutionNumbers = new Map<string, number>();

  get size(): number {
    return this.cards.size;
  }

  get bytes(): number {
    return this.cards.bytes + this.holdings.bytes + this.numbers.bytes;
  }

  /** Makes room for so many cards at once. */
  reserve(cards: number): void {
    this.cards.reserve(cards);
    this.holdings.reserve(cards);
  }

  /** Adds a card, or changes it: an institution has one entry for a number. */
  put(card: KeptCard): void {
    const kind = 1 + CARD_KINDS.indexOf(card.kind);
    const status = 1 + CARD_STATUSES.indexOf(card.status);
    if (kind === 0 || status === 0) throw new RangeError('a card of an unknown kind or status');
    const institution = this.numberOf(card.institutionId);
    const known = this.find(card.number, institution);
    const row = known === NO_ROW ? this.cards.add(card.number) : known;
    this.count(row, -1);
    const staysLinked =
      this.isNumber(row) && ARE_NUMBERS[kind] === true && this.cards.value(row, HOLDER) === card.holder;
    if (!staysLinked) this.unlink(row);
    this.cards.setValue(row, HOLDER, card.holder);
    this.cards.setValue(row, OPENED_ON, card.openedOn ?? NO_DAY);
    this.cards.setValue(row, REVISION, card.revision);
    this.cards.setValue(row, STATE, (institution << 16) | (kind << 8) | status);
    this.count(row, 1);
    if (!staysLinked) this.link(row);
  }

  /**
   * Whether any number of a holder, of some kinds and not closed, is as wanted, whichever carrier has it.
   *
   * @param isWanted is given the keyed hash of the number, 16 bytes
   */
  someNumberOf(holder: number, kinds: readonly CardKind[], isWanted: (number: Buffer) => boolean): boolean {
    for (let row = this.firstNumber(holder); row !== NO_ROW; row = this.cards.value(row, NEXT_NUMBER) - 1) {
      if ((this.cards.value(row, STATE) & 0xff) === CLOSED) continue;
      if (kinds.some((kind) => this.isOf(row, kind)) && isWanted(this.cards.keyOf(row))) return true;
    }
    return false;
  }

  /** An institution's entry for a card; with null, the one that changed last of all institutions'. */
  state(number: Buffer, kind: CardKind, institutionId: string | null): CardState | undefined {
    const asked = institutionId === null ? 0 : this.institutionNumbers.get(institutionId);
    if (asked === undefined) return undefined;
    let latest = NO_ROW;
    for (let row = this.cards.first(number); row !== NO_ROW; row = this.cards.next(row)) {
      if (!this.isOf(row, kind) || (asked !== 0 && this.institutionOf(row) !== asked)) continue;
      if (latest === NO_ROW || this.isLater(row, latest)) latest = row;
    }
    return latest === NO_ROW ? undefined : this.stateOf(latest);
  }

  /** Whether an institution says that the card is of a subject other than this one. */
  isHeldByAnother(number: Buffer, kind: CardKind, subject: number): boolean {
    for (let row = this.cards.first(number); row !== NO_ROW; row = this.cards.next(row)) {
      if (this.isOf(row, kind) && this.cards.value(row, HOLDER) !== subject) return true;
    }
    return false;
  }

  holdingsOf(subject: number, institutionId: string): Readonly<Holdings> {
    const institution = this.institutionNumbers.get(institutionId);
    if (subject === NO_ROW || institution === undefined) return NONE_HELD;
    const row = this.holdings.findWords(subject, institution);
    if (row === NO_ROW) return NONE_HELD;
    return { cards: this.holdings.value(row, CARDS), sims: this.holdings.value(row, SIMS) };
  }

  /** Counts what a row says among the holdings, or takes it out of them. */
  private count(row: number, sign: 1 | -1): void {
    const state = this.cards.value(row, STATE);
    if (state === 0 || (state & 0xff) === CLOSED) return;
    const holder = this.cards.value(row, HOLDER);
    const institution = this.institutionOf(row);
    const known = this.holdings.findWords(holder, institution);
    const holding = known === NO_ROW ? this.holdings.addWords(holder, institution) : known;
    this.holdings.setValue(holding, CARDS, this.holdings.value(holding, CARDS) + sign);
    if (((state >>> 8) & 0xff) === SIM) {
      this.holdings.setValue(holding, SIMS, this.holdings.value(holding, SIMS) + sign);
    }
  }

  private firstNumber(holder: number): number {
    const known = holder === NO_ROW ? NO_ROW : this.numbers.findWords(holder, 0);
    return known === NO_ROW ? NO_ROW : this.numbers.value(known, 0) - 1;
  }

  /** Puts a row among the numbers of its holder, if it is one. */
  private link(row: number): void {
    if (!this.isNumber(row)) return;
    const holder = this.cards.value(row, HOLDER);
    this.cards.setValue(row, NEXT_NUMBER, this.firstNumber(holder) + 1);
    const known = this.numbers.findWords(holder, 0);
    this.numbers.setValue(known === NO_ROW ? this.numbers.addWords(holder, 0) : known, 0, row + 1);
  }

  private unlink(row: number): void {
    if (!this.isNumber(row)) return;
    const holder = this.cards.value(row, HOLDER);
    const next = this.cards.value(row, NEXT_NUMBER);
    let before = this.firstNumber(holder);
    if (before === row) {
      this.numbers.setValue(this.numbers.findWords(holder, 0), 0, next);
      return;
    }
    while (before !== NO_ROW && this.cards.value(before, NEXT_NUMBER) !== row + 1)
      before = this.cards.value(before, NEXT_NUMBER) - 1;
    if (before !== NO_ROW) this.cards.setValue(before, NEXT_NUMBER, next);
  }

  /** Of a row that was never written: no. */
  private isNumber(row: number): boolean {
    return ARE_NUMBERS[(this.cards.value(row, STATE) >>> 8) & 0xff] ?? false;
  }

  private find(number: Buffer, institution: number): number {
    let row = this.cards.first(number);
    while (row !== NO_ROW && this.institutionOf(row) !== institution) row = this.cards.next(row);
    return row;
  }

  private stateOf(row: number): CardState {
    const status = CARD_STATUSES[(this.cards.value(row, STATE) & 0xff) - 1];
    if (status === undefined) throw new RangeError('a card without a status');
    const openedOn = this.cards.value(row, OPENED_ON) | 0;
    return {
      status,
      openedOn: openedOn === NO_DAY ? null : dayOfNumber(openedOn),
      holder: this.cards.value(row, HOLDER),
    };
  }

  /** An import has one revision and one institution, so that only entries older than revisions can be equally late. */
  private isLater(row: number, other: number): boolean {
    const difference = this.cards.value(row, REVISION) - this.cards.value(other, REVISION);
    return difference === 0 ? this.institutionIdOf(row) < this.institutionIdOf(other) : difference > 0;
  }

  private isOf(row: number, kind: CardKind): boolean {
    return ((this.cards.value(row, STATE) >>> 8) & 0xff) === 1 + CARD_KINDS.indexOf(kind);
  }

  private institutionOf(row: number): number {
    return this.cards.value(row, STATE) >>> 16;
  }

  private institutionIdOf(row: number): string {
    return this.institutions[this.institutionOf(row) - 1] ?? '';
  }

  private numberOf(institutionId: string): number {
    const known = this.institutionNumbers.get(institutionId);
    if (known !== undefined) return known;
    if (this.institutions.length >= MOST_INSTITUTIONS) throw new RangeError('the index knows no more institutions');
    this.institutions.push(institutionId);
    this.institutionNumbers.set(institutionId, this.institutions.length);
    return this.institutions.length;
  }
}
