import { describe, expect, it } from '@jest/globals';
import { bucketTermsOf, type BucketTerms } from './bucket.js';
import { ScanAccount } from './scan-account.js';
import { TALLIED, type Tallied } from './tally.js';

/** The rule as it is delivered, with a bank of 200,000 customers. Everything here is drawn from a seed. */
const ALLOWANCE = { strangersPerDay: 100, strangersPerThousand: 1 };
const CUSTOMERS = 200_000;
const DAY = 86_400;
const HOUR = 3600;

/** Uniform in [0, 1), from a seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const hash = Buffer.alloc(16);
/** A keyed hash of a person of the simulation: uniform, and another one for everybody. */
function hashOf(person: number): Buffer {
  let mixed = Math.imul(person ^ (person >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  hash.writeInt32LE(person, 0);
  hash.writeInt32LE(mixed ^ (mixed >>> 16), 4);
  return hash;
}

/** One node, or several that share the budget; a question comes to any of them. */
class Service {
  private readonly accounts: ScanAccount[];
  refused = 0;
  least: number;

  constructor(
    terms: BucketTerms,
    processes: number,
    private readonly draw: () => number,
  ) {
    this.accounts = Array.from({ length: processes }, () => new ScanAccount(terms, 0));
    this.least = terms.capacity;
  }

  ask(person: number, isOwn: boolean, second: number): boolean {
    const account = this.any();
    const isAnswered = account.charge(hashOf(person), isOwn, second) === 0;
    if (!isAnswered) this.refused += 1;
    this.least = Math.min(this.least, account.bucket.remaining);
    return isAnswered;
  }

  askWrongly(second: number): void {
    this.any().chargeInvalid(second);
  }

  count(kind: Tallied): number {
    return this.accounts.reduce((sum, { tally }) => sum + tally.total(kind), 0);
  }

  get counts(): Record<string, number> {
    return Object.fromEntries(TALLIED.map((kind) => [kind, this.count(kind)]));
  }

  get bytes(): number {
    return this.accounts.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private any(): ScanAccount {
    const account = this.accounts[Math.floor(this.draw() * this.accounts.length)];
    if (account === undefined) throw new Error('There is no process');
    return account;
  }
}

function aService(processes: number, draw: () => number): Service {
  return new Service(bucketTermsOf(CUSTOMERS, ALLOWANCE, processes), processes, draw);
}

const COUNTER_MATTERS = 2_000;
const ONLINE_TRANSFERS = 5_000;
const CAMPAIGN_DAY = 17;
const SCREENING_DAY = 23;

/**
 * A month of an ordinary bank: each day 5,000 transfers of its customers and 2,000 matters at its counters, of which one
 * in ten is a walk-in; six of ten walk-ins open an account, four of five of those use it. Half of the counter's day falls
 * on the hour before noon; a campaign brings ten times the walk-ins; once the whole book is screened.
 */
class Bank {
  private readonly customers: number[] = Array.from({ length: CUSTOMERS }, (_, at) => at);
  private nextStranger = 10_000_000;

  constructor(
    private readonly service: Service,
    private readonly draw: () => number,
  ) {}

  live(day: number): void {
    const opened: number[] = [];
    const walkIns = (COUNTER_MATTERS / 10) * (day === CAMPAIGN_DAY ? 10 : 1);
    for (const at of this.moments(walkIns)) this.walkIn(day * DAY + at, opened);
    for (const at of this.moments((COUNTER_MATTERS * 9) / 10)) this.serve(day * DAY + at);
    for (let count = 0; count < ONLINE_TRANSFERS; count += 1) this.serve(day * DAY + 18 * HOUR);
    if (day === SCREENING_DAY) this.screen(day * DAY + 20 * HOUR);
    // At night the accounts of the day are registered.
    this.customers.push(...opened);
    this.greet(opened, day * DAY + 23 * HOUR);
  }

  /** Seconds of the day, in order: half of them between 11 and 12, the rest between 9 and 17. */
  private moments(count: number): number[] {
    return Array.from({ length: count }, () =>
      Math.floor((this.draw() < 0.5 ? 11 + this.draw() : 9 + 8 * this.draw()) * HOUR),
    ).toSorted((one, other) => one - other);
  }

  private walkIn(second: number, opened: number[]): void {
    const person = (this.nextStranger += 1);
    // One number in fifty is mistyped first; one matter in five is asked about twice.
    if (this.draw() < 0.02) this.service.askWrongly(second);
    const isAnswered = this.service.ask(person, false, second);
    if (this.draw() < 0.2) this.service.ask(person, false, second + 60);
    if (isAnswered && this.draw() < 0.6) opened.push(person);
  }

  /** The first transfers of new customers, of those who ever make one. */
  private greet(opened: readonly number[], second: number): void {
    for (const person of opened) if (this.draw() < 0.8) this.service.ask(person, true, second);
  }

  private serve(second: number): void {
    this.service.ask(this.customers[Math.floor(this.draw() * this.customers.length)] ?? 0, true, second);
  }

  /** One number in a hundred was recorded wrongly, years ago. */
  private screen(second: number): void {
    for (const person of this.customers) {
      if (this.draw() < 0.01) this.service.askWrongly(second);
      else this.service.ask(person, true, second);
    }
  }
}

function aMonth(service: Service, draw: () => number): void {
  const bank = new Bank(service, draw);
  for (let day = 0; day < 30; day += 1) bank.live(day);
}

/** Counts through birthdays and sequence numbers: one in 7,000 people happens to be a customer of the bank. */
function scan(service: Service, questions: number, seconds: number): void {
  for (let at = 0; at < questions; at += 1) {
    const person = 20_000_000 + at;
    // Whoever knows no check character sends ten wrong numbers for each right one; this scanner knows it.
    service.ask(person, at % 7_000 === 6_999, Math.floor((at * seconds) / questions));
  }
}

describe('a bank of 200,000 customers', () => {
  it('is never refused in a month with bursts, a campaign and a screening of its whole book', () => {
    const draw = drawing(1);
    const service = aService(1, draw);

    aMonth(service, draw);

    expect(service.counts).toEqual({
      ownCustomers: 409_417,
      strangers: 7_800,
      repetitions: 1_519,
      invalid: 2_232,
      refused: 0,
      refunds: 4_474,
    });
    expect(service.least).toBeGreaterThan(8_000);
    expect(service.bytes).toBeLessThan(200_000);
  });

  it('is not refused either where four processes share the budget', () => {
    const draw = drawing(2);
    const service = aService(4, draw);

    aMonth(service, draw);

    expect(service.count('refused')).toBe(0);
    expect(service.least).toBeGreaterThan(1_000);
  });
});

describe('a scanner with the credentials of that bank', () => {
  it('is stopped after 2,800 people, of 100,000 asked about in a minute', () => {
    const service = aService(1, drawing(1));

    scan(service, 100_000, 60);

    expect(service.counts).toMatchObject({ strangers: 2_800, ownCustomers: 14, refused: 97_186 });
  });

  it('with four weeks of time is held to 200 people a day: 8,400, of 200,000 asked about', () => {
    const service = aService(1, drawing(1));

    scan(service, 200_000, 28 * DAY);

    expect(service.counts).toMatchObject({ strangers: 8_399, ownCustomers: 28 });
  });

  it('gets the same from four processes as from one', () => {
    const draw = drawing(1);
    const service = aService(4, draw);

    scan(service, 200_000, 28 * DAY);

    expect(service.count('strangers')).toBeLessThanOrEqual(8_400);
  });

  it('leaves the bank its own customers, and takes its walk-ins from it until it is found', () => {
    const service = aService(1, drawing(1));
    scan(service, 5_000, 60);

    expect(service.ask(1, true, 61)).toBe(true);
    expect(service.ask(10_000_001, false, 61)).toBe(false);
  });
});
