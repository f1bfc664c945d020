/** What a question takes out of a budget, in tokens. */
export const PRICES = {
  /** A customer of the asking institution: what it holds of them already says more than an answer does. */
  ownCustomer: 0,
  /** Anybody else, once in 24 hours. */
  stranger: 10,
  /** A number that can belong to nobody: it tells nothing, but a scanner who counts through numbers sends many. */
  invalid: 1,
} as const;

/** What a bucket holds and how it fills, in whole tokens. */
export interface BucketTerms {
  capacity: number;
  perDay: number;
}

/** What the operator grants, in persons a day who are no customers of the institution that asks. */
export interface StrangerAllowance {
  /** Any institution, however small. */
  strangersPerDay: number;
  /** The same for each thousand of its customers, where that is more. */
  strangersPerThousand: number;
}

/** Days whose allowance a bucket saves up: a campaign day takes many at once, and the quiet days before it pay for it. */
export const DAYS_SAVED = 14;
/** Beyond this the arithmetic would no longer be exact; no institution on earth has as many walk-ins. */
const MOST_STRANGERS_PER_DAY = 10_000_000;
const SECONDS_PER_DAY = 86_400;

/**
 * The budget of an institution by its size: the more customers it has, the more people come to its counter who are not
 * customers yet.
 *
 * @param customers holders of its cards that are not closed
 * @param processes of the service that share the budget, each with its own bucket
 */
export function bucketTermsOf(
  customers: number,
  { strangersPerDay, strangersPerThousand }: StrangerAllowance,
  processes: number,
): BucketTerms {
  const bySize = Math.floor((customers * strangersPerThousand) / 1000);
  const strangers = Math.min(MOST_STRANGERS_PER_DAY, Math.max(strangersPerDay, bySize));
  const perDay = Math.ceil((strangers * PRICES.stranger) / processes);
  return { perDay, capacity: perDay * DAYS_SAVED };
}

/**
 * A token bucket in whole numbers: it fills by the second without rounding, so any way to cut a span of time into calls
 * gives the same level. It starts full.
 */
export class Bucket {
  /** In 1/86,400 tokens: what a bucket of one token a day gains in a second. */
  private level: number;

  /** @param second any monotonic count of whole seconds; every later call uses the same */
  constructor(
    private terms: BucketTerms,
    private second: number,
  ) {
    this.level = terms.capacity * SECONDS_PER_DAY;
  }

  /** Tokens it holds at most. */
  get capacity(): number {
    return this.terms.capacity;
  }

  /** Tokens it gains a day. */
  get perDay(): number {
    return this.terms.perDay;
  }

  /** Whole tokens it holds. */
  get remaining(): number {
    return Math.floor(this.level / SECONDS_PER_DAY);
  }

  /** Fills it up to this second. A second that is past changes nothing. */
  fill(second: number): void {
    if (second <= this.second) return;
    const most = this.terms.capacity * SECONDS_PER_DAY;
    this.level = Math.min(most, this.level + (second - this.second) * this.terms.perDay);
    this.second = second;
  }

  /** Takes tokens out, all or none. @returns whether there were as many */
  take(tokens: number): boolean {
    const wanted = tokens * SECONDS_PER_DAY;
    if (wanted > this.level) return false;
    this.level -= wanted;
    return true;
  }

  /** Takes out as many of these tokens as there are. */
  takeUpTo(tokens: number): void {
    this.level = Math.max(0, this.level - tokens * SECONDS_PER_DAY);
  }

  /** Puts tokens back. What does not fit is lost. */
  putBack(tokens: number): void {
    this.level = Math.min(this.terms.capacity * SECONDS_PER_DAY, this.level + tokens * SECONDS_PER_DAY);
  }

  /** Whole seconds until it holds as many tokens, or until it is full if it never holds as many; 0 if it does now. */
  secondsUntil(tokens: number): number {
    const wanted = Math.min(tokens, this.terms.capacity) * SECONDS_PER_DAY;
    return wanted <= this.level ? 0 : Math.ceil((wanted - this.level) / this.terms.perDay);
  }

  /**
   * Other terms from now on. It stays as full as it was in proportion, so that an institution whose number of customers
   * goes down and up again gains nothing by it.
   */
  resize(terms: BucketTerms): void {
    if (terms.capacity !== this.terms.capacity) {
      const share = this.level / (this.terms.capacity * SECONDS_PER_DAY);
      this.level = Math.floor(share * terms.capacity * SECONDS_PER_DAY);
    }
    this.terms = terms;
  }
}
