import { Bucket, PRICES, type BucketTerms } from './bucket.js';
import { PaidPersons } from './paid-persons.js';
import { Tally } from './tally.js';

const SECONDS_PER_MINUTE = 60;
/** A client that goes on although it is refused is told on once a day, not once a request. */
const SECONDS_PER_EPISODE = 86_400;

/**
 * What one client may still ask about people who are not customers of its institution. Pure: time is given.
 *
 * Questions about own customers are free and never refused. A stranger costs {@link PRICES}.stranger tokens, again at no
 * cost for 24 hours. If the stranger is a customer when next asked about (within 15 to 30 days), every token paid for them
 * comes back: whoever opens accounts for the people it asks about is no scanner.
 */
export class ScanAccount {
  readonly bucket: Bucket;
  readonly tally: Tally;
  private readonly paid: PaidPersons;
  private episodeSince: number | undefined;

  /** @param second any monotonic count of whole seconds; every later call uses the same */
  constructor(terms: BucketTerms, second: number) {
    this.bucket = new Bucket(terms, second);
    this.tally = new Tally(second);
    this.paid = new PaidPersons(minuteOf(second));
  }

  /** Bytes that remember whom it paid for. */
  get bytes(): number {
    return this.paid.bytes;
  }

  /**
   * Charges one question.
   *
   * @param personHash at least 8 bytes of a keyed hash: of the identifier, or of the number of a card
   * @returns 0 if it may be answered, else seconds until one more stranger can be paid for, at least 1
   */
  charge(personHash: Buffer, isOwnCustomer: boolean, second: number): number {
    this.bucket.fill(second);
    const minute = minuteOf(second);
    if (isOwnCustomer) {
      this.tally.count('ownCustomers', second);
      this.refund(this.paid.settle(personHash, minute), second);
      return 0;
    }
    if (this.paid.isRecent(personHash, minute)) {
      this.tally.count('repetitions', second);
      return 0;
    }
    if (!this.bucket.take(PRICES.stranger)) {
      this.tally.count('refused', second);
      return Math.max(1, this.bucket.secondsUntil(PRICES.stranger));
    }
    this.tally.count('strangers', second);
    this.paid.add(personHash, minute);
    return 0;
  }

  /** Charges a question that is about nobody. It is never refused for that: its answer is that it is wrong. */
  chargeInvalid(second: number): void {
    this.bucket.fill(second);
    this.bucket.takeUpTo(PRICES.invalid);
    this.tally.count('invalid', second);
  }

  /** After a refusal: whether it begins an episode, which the audit trail is to know. */
  beginsEpisode(second: number): boolean {
    if (this.episodeSince !== undefined && second - this.episodeSince < SECONDS_PER_EPISODE) return false;
    this.episodeSince = second;
    return true;
  }

  /** The episode could not be told: the first refusal after so many seconds begins it again. */
  postponeEpisode(second: number, seconds: number): void {
    this.episodeSince = second + seconds - SECONDS_PER_EPISODE;
  }

  private refund(charges: number, second: number): void {
    if (charges === 0) return;
    this.bucket.putBack(charges * PRICES.stranger);
    this.tally.count('refunds', second, charges);
  }
}

function minuteOf(second: number): number {
  return Math.floor(second / SECONDS_PER_MINUTE);
}
