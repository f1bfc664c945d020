import type { SanctionRecord } from '../domain/decision.js';
import type { CardKind, SubjectKind } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import type { Keeping } from '../domain/retained-sim.js';
import type { TermPattern } from '../domain/term-pattern.js';
import { CardBook, type CardState, type Holdings, type KeptCard } from './memory/card-book.js';
import { KeyedRows, NO_ROW } from './memory/keyed-rows.js';
import { ListingBook, type CardListingFact, type KeptListing } from './memory/listing-book.js';
import { Profiles, type SanctionProfile } from './memory/profiles.js';
import { RetainedBook, type KeptSim } from './memory/retained-book.js';
import { SanctionRuns, type KeptSanction } from './memory/sanction-runs.js';
import { TermPatterns } from './memory/term-patterns.js';

/** The ordinal of nobody: no identifier of that hash is recorded. */
export const NO_SUBJECT = NO_ROW;

/** How much is kept, and in how many bytes. */
export interface IndexSizes {
  /** Recorded subjects: sanctioned ones and holders of cards. */
  subjects: number;
  sanctionedSubjects: number;
  sanctions: number;
  cards: number;
  listings: number;
  /** Numbers kept by sanctioned subjects, now and before. */
  retained: number;
  bytes: number;
}

// Values of an identifier: half of the name's hash, and the first of its sanctions + 1 (0: none). Of a further identifier
// of a subject, instead of the sanctions, the subject.
const NAME_HIGH = 0;
const NAME_LOW = 1;
const SANCTIONS = 2;
const IS_FURTHER = 0x8000_0000;
const ORDINAL_MASK = 0x7fff_ffff;

const NO_SANCTIONS: readonly SanctionRecord[] = Object.freeze([]);

/**
 * Who is restricted and what is known of cards, in memory, at one revision. Reading is synchronous: whatever is read without
 * an `await` in between is of the same revision. A subject is an ordinal, the row of its first identifier.
 *
 * A sanctioned subject takes at most 64 bytes: key 16, slot about 6, half of the name's hash 8, first sanction 4, sanction 28.
 */
export class RestrictionIndex {
  private readonly identifiers = new KeyedRows(4, 3);
  private readonly profiles = new Profiles();
  private readonly patterns = new TermPatterns();
  private readonly sanctions = new SanctionRuns(this.profiles, this.patterns);
  private readonly cards = new CardBook();
  private readonly listings = new ListingBook();
  private readonly retained = new RetainedBook();
  private furtherIdentifiers = 0;
  private sanctionedSubjects = 0;
  private at = 0;

  /** The revision of the books that everything here is from. */
  get revision(): number {
    return this.at;
  }

  /** Ordinal of the subject with this identifier, or {@link NO_SUBJECT}. @param identifierHash 16 bytes */
  subjectOf(identifierHash: Buffer): number {
    const row = this.identifiers.find(identifierHash);
    if (row === NO_ROW) return NO_SUBJECT;
    const sanctions = this.identifiers.value(row, SANCTIONS);
    return (sanctions & IS_FURTHER) === 0 ? row : sanctions & ORDINAL_MASK;
  }

  /** The sanctions in the books, ended and lifted ones too, by day of identification and id. Their measures are shared and frozen. */
  sanctionsOf(subject: number): readonly SanctionRecord[] {
    const first = subject === NO_SUBJECT ? NO_ROW : this.firstSanction(subject);
    return first === NO_ROW ? NO_SANCTIONS : this.sanctions.recordsOf(first);
  }

  /** Whether the subject is recorded under the name with this hash. @param nameHash 16 bytes, of which 8 are compared */
  hasName(subject: number, nameHash: Buffer): boolean {
    return (
      subject !== NO_SUBJECT &&
      this.identifiers.value(subject, NAME_HIGH) === nameHash.readUInt32BE(0) &&
      this.identifiers.value(subject, NAME_LOW) === nameHash.readUInt32BE(4)
    );
  }

  /** Cards of the subject with an institution that are not closed; `sims` are those of kind `mobile_sim`. */
  holdingsOf(subject: number, institutionId: string): Readonly<Holdings> {
    return this.cards.holdingsOf(subject, institutionId);
  }

  /**
   * What is known of a card.
   *
   * @param numberHash 16 bytes
   * @param institutionId whose entry; null for officers: of all institutions' the one that changed last
   */
  card(numberHash: Buffer, kind: CardKind, institutionId: string | null): CardState | undefined {
    return this.cards.state(numberHash, kind, institutionId);
  }

  /** Whether any institution has the card as somebody else's than this subject's. @param numberHash 16 bytes */
  isHeldByAnother(numberHash: Buffer, kind: CardKind, subject: number): boolean {
    return this.cards.isHeldByAnother(numberHash, kind, subject);
  }

  /**
   * What the card blacklist says: implicated outweighs suspicious; the case and the day are those of the outweighing entry.
   *
   * @param numberHash 16 bytes
   * @param onDay only entries since this day or earlier count; absent: all
   */
  listing(numberHash: Buffer, kind: CardKind, onDay?: LocalDate): CardListingFact {
    return this.listings.worst(numberHash, kind, onDay);
  }

  /**
   * The numbers a subject has kept, as a question about a number sees them.
   *
   * @param number keyed hash, 16 bytes; undefined: none is asked about
   * @param institutionId the carrier that asks; null: none does
   */
  keepingsOf(subject: number, number: Buffer | undefined, institutionId: string | null): Keeping[] {
    return this.retained.keepingsOf(subject, number, institutionId);
  }

  /**
   * Whether a subject has another number, with whichever carrier, that is neither closed nor implicated on a day.
   *
   * @param number keyed hash, 16 bytes; undefined: none is asked about
   */
  hasOtherUsableNumber(
    subject: number,
    number: Buffer | undefined,
    kinds: readonly CardKind[],
    onDay: LocalDate,
  ): boolean {
    return this.cards.someNumberOf(
      subject,
      kinds,
      (other) =>
        number?.equals(other) !== true && this.listings.worst(other, 'mobile_sim', onDay).status !== 'implicated',
    );
  }

  /** Bytes a sanctioned subject takes on average: its identifier, its sanctions, and its share of what they have in common. */
  bytesPerSubject(): number {
    if (this.sanctionedSubjects === 0) return 0;
    const shared = this.profiles.bytes + this.patterns.bytes;
    return this.identifiers.bytes / this.identifiers.size + (this.sanctions.bytes + shared) / this.sanctionedSubjects;
  }

  sizes(): IndexSizes {
    const parts = [
      this.identifiers,
      this.profiles,
      this.patterns,
      this.sanctions,
      this.cards,
      this.listings,
      this.retained,
    ];
    return {
      subjects: this.identifiers.size - this.furtherIdentifiers,
      sanctionedSubjects: this.sanctionedSubjects,
      sanctions: this.sanctions.size,
      cards: this.cards.size,
      listings: this.listings.size,
      retained: this.retained.size,
      bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    };
  }

  // From here on for whoever brings the index up to date: from the first change to `publish` without an `await`.

  /** Makes room at once for about so many identifiers and cards. */
  reserve(identifiers: number, cards: number): void {
    this.identifiers.reserve(identifiers);
    this.cards.reserve(cards);
  }

  /** A subject nobody had recorded. @returns its ordinal */
  addSubject(identifierHash: Buffer, nameHash: Buffer): number {
    const subject = this.identifiers.add(identifierHash);
    this.identifiers.setValue(subject, NAME_HIGH, nameHash.readUInt32BE(0));
    this.identifiers.setValue(subject, NAME_LOW, nameHash.readUInt32BE(4));
    return subject;
  }

  /** A further identifier, which nobody has, of a subject. */
  addIdentifier(subject: number, identifierHash: Buffer): void {
    const row = this.identifiers.add(identifierHash);
    this.identifiers.setValue(row, SANCTIONS, IS_FURTHER | subject);
    this.furtherIdentifiers += 1;
  }

  /** Number of a profile of persons or units. @param key the same for equal profiles of the kind, and for no others */
  profileNumber(kind: SubjectKind, key: string, make: () => SanctionProfile): number {
    return this.profiles.numberOf(kind, key, make);
  }

  putPattern(id: number, pattern: TermPattern): void {
    this.patterns.put(id, pattern);
  }

  /** Adds a sanction of a subject, or its new version. Its pattern is there already. */
  putSanction(subject: number, sanction: KeptSanction): void {
    if (!this.patterns.has(sanction.pattern)) throw new RangeError('a sanction with unknown terms');
    this.setFirstSanction(subject, this.sanctions.put(this.firstSanction(subject), sanction));
  }

  /** Takes an annulled sanction out, as if it never was. @param id 16 bytes of the UUID */
  removeSanction(subject: number, id: Buffer): void {
    this.setFirstSanction(subject, this.sanctions.remove(this.firstSanction(subject), id));
  }

  putCard(card: KeptCard): void {
    this.cards.put(card);
  }

  addListing(listing: KeptListing): void {
    this.listings.add(listing);
  }

  /** Takes an entry of the card blacklist back. @param numberHash 16 bytes @param id 16 bytes of the UUID */
  clearListing(numberHash: Buffer, id: Buffer): void {
    this.listings.clear(numberHash, id);
  }

  /** Adds a kept number of a subject, or its end. */
  putKept(kept: KeptSim): void {
    this.retained.put(kept);
  }

  /** All changes up to a revision are in. */
  publish(revision: number): void {
    this.at = revision;
  }

  private firstSanction(subject: number): number {
    return this.identifiers.value(subject, SANCTIONS) - 1;
  }

  private setFirstSanction(subject: number, first: number): void {
    const before = this.firstSanction(subject);
    if (before === first) return;
    if (before === NO_ROW) this.sanctionedSubjects += 1;
    if (first === NO_ROW) this.sanctionedSubjects -= 1;
    this.identifiers.setValue(subject, SANCTIONS, first + 1);
  }
}
