import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketTermsOf, PRICES } from './bucket.js';
import { ScanAccount } from './scan-account.js';
import { TALLIED } from './tally.js';

const DAY = 86_400;
/** Three strangers a day, 42 saved up. */
const TERMS = bucketTermsOf(0, { strangersPerDay: 3, strangersPerThousand: 1 }, 1);

function hashOf(person: number): Buffer {
  return createHash('sha256').update(String(person)).digest().subarray(0, 16);
}

interface Step {
  person: number;
  isOwn: boolean;
  isValid: boolean;
  pause: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  person: fc.nat(60),
  isOwn: fc.boolean(),
  isValid: fc.boolean(),
  pause: fc.oneof(fc.nat(120), fc.nat(3 * DAY)),
});
const steps = fc.array(step, { maxLength: 200 });

/** What the rule says, told plainly: exact fractions of days, a map of persons, nothing ever forgotten. */
class PlainAccount {
  level = TERMS.capacity;
  paidNow = new Map<number, { at: number; charges: number }>();

  wait(seconds: number): void {
    this.level = Math.min(TERMS.capacity, this.level + (seconds * TERMS.perDay) / DAY);
  }

  isAllowed({ person, isOwn, isValid }: Step, second: number): boolean {
    if (!isValid) {
      this.level = Math.max(0, this.level - PRICES.invalid);
      return true;
    }
    const known = this.paidNow.get(person);
    if (isOwn) {
      this.level = Math.min(TERMS.capacity, this.level + (known?.charges ?? 0) * PRICES.stranger);
      if (known !== undefined) known.charges = 0;
      return true;
    }
    const minutes = Math.floor(second / 60) - Math.floor((known?.at ?? 0) / 60);
    if (known !== undefined && minutes < 1440) return true;
    if (this.level + 1e-6 < PRICES.stranger) return false;
    this.level -= PRICES.stranger;
    this.paidNow.set(person, { at: second, charges: (known?.charges ?? 0) + 1 });
    return true;
  }
}

function ask(account: ScanAccount, { person, isOwn, isValid }: Step, second: number): boolean {
  if (isValid) return account.charge(hashOf(person), isOwn, second) === 0;
  account.chargeInvalid(second);
  return true;
}

describe('the budget of a client against scanning', () => {
  it('is never negative and never above its capacity, whatever is asked', () => {
    fc.assert(
      fc.property(steps, (asked) => {
        const account = new ScanAccount(TERMS, 0);
        let second = 0;
        for (const one of asked) {
          ask(account, one, (second += one.pause));
          expect(account.bucket.remaining).toBeGreaterThanOrEqual(0);
          expect(account.bucket.remaining).toBeLessThanOrEqual(TERMS.capacity);
        }
      }),
    );
  });

  it('refuses and allows what the plain telling of the rule refuses and allows, within the 15 days it remembers', () => {
    const short = fc.array(
      step.map((one) => ({ ...one, pause: one.pause % 7200 })),
      { maxLength: 160 },
    );

    fc.assert(
      fc.property(short, (asked) => {
        const account = new ScanAccount(TERMS, 0);
        const plain = new PlainAccount();
        let second = 0;
        for (const one of asked) {
          second += one.pause;
          plain.wait(one.pause);
          expect(ask(account, one, second)).toBe(plain.isAllowed(one, second));
          expect(Math.abs(account.bucket.remaining - plain.level)).toBeLessThan(1 + 1e-6);
        }
      }),
    );
  });

  it('an own customer is never refused, not even when the budget is used up', () => {
    fc.assert(
      fc.property(steps, (asked) => {
        const account = new ScanAccount(TERMS, 0);
        let second = 0;
        for (const one of asked) {
          ask(account, one, (second += one.pause));
          expect(account.charge(hashOf(1000 + one.person), true, second)).toBe(0);
        }
      }),
    );
  });

  it('never refunds more than was paid', () => {
    fc.assert(
      fc.property(steps, (asked) => {
        const account = new ScanAccount(TERMS, 0);
        let second = 0;
        for (const one of asked) {
          ask(account, one, (second += one.pause));
          expect(account.tally.total('refunds')).toBeLessThanOrEqual(account.tally.total('strangers'));
        }
      }),
    );
  });

  it('strangers cost the same in any order', () => {
    const persons = fc.uniqueArray(fc.nat(500), { maxLength: 30 });

    fc.assert(
      fc.property(persons, (asked) => {
        const remaining = [asked, asked.toReversed()].map((order) => {
          const account = new ScanAccount(TERMS, 0);
          for (const person of order) account.charge(hashOf(person), false, 5);
          return account.bucket.remaining;
        });
        expect(remaining[0]).toBe(remaining[1]);
        expect(remaining[0]).toBe(TERMS.capacity - asked.length * PRICES.stranger);
      }),
    );
  });

  it('every question is counted once', () => {
    fc.assert(
      fc.property(steps, (asked) => {
        const account = new ScanAccount(TERMS, 0);
        let second = 0;
        for (const one of asked) ask(account, one, (second += one.pause));
        const counted = TALLIED.filter((kind) => kind !== 'refunds').map((kind) => account.tally.total(kind));
        expect(counted.reduce((sum, count) => sum + count, 0)).toBe(asked.length);
      }),
    );
  });

  it('a stranger costs once in 24 hours, and again after them', () => {
    const account = new ScanAccount(TERMS, 0);

    account.charge(hashOf(1), false, 0);
    account.charge(hashOf(1), false, DAY - 60);
    expect(account.tally.total('strangers')).toBe(1);

    account.charge(hashOf(1), false, DAY);
    expect(account.tally.total('strangers')).toBe(2);
  });

  it('whoever becomes a customer within 15 days is refunded in full, and once', () => {
    const account = new ScanAccount(bucketTermsOf(0, { strangersPerDay: 1, strangersPerThousand: 0 }, 1), 0);
    for (const second of [0, 2 * DAY, 4 * DAY]) account.charge(hashOf(1), false, second);

    account.charge(hashOf(1), true, 10 * DAY);
    account.charge(hashOf(1), true, 10 * DAY);

    expect(account.tally.total('refunds')).toBe(3);
    expect(account.bucket.remaining).toBe(account.bucket.capacity);
  });

  it('after 30 days nobody is remembered, and nothing is refunded', () => {
    const account = new ScanAccount(TERMS, 0);
    account.charge(hashOf(1), false, 0);

    account.charge(hashOf(1), true, 30 * DAY);

    expect(account.tally.total('refunds')).toBe(0);
  });

  it('a refusal says after how many seconds the next stranger can be paid for, and keeps its word', () => {
    const account = new ScanAccount(TERMS, 0);
    for (let person = 0; person < 42; person += 1) expect(account.charge(hashOf(person), false, 0)).toBe(0);

    const seconds = account.charge(hashOf(99), false, 0);

    expect(seconds).toBe(DAY / 3);
    expect(account.charge(hashOf(99), false, seconds - 1)).toBe(1);
    expect(account.charge(hashOf(99), false, seconds)).toBe(0);
  });

  it('numbers that can belong to nobody cost a tenth of a stranger, and are never refused', () => {
    const account = new ScanAccount(TERMS, 0);

    for (let count = 0; count < 10; count += 1) account.chargeInvalid(0);
    expect(account.bucket.remaining).toBe(TERMS.capacity - PRICES.stranger);

    for (let count = 0; count < 1000; count += 1) account.chargeInvalid(0);
    expect(account.bucket.remaining).toBe(0);
  });

  it('an episode of refusals is told once a day, not once a request', () => {
    const account = new ScanAccount(TERMS, 0);

    const told = [0, 1, 3600, DAY - 1, DAY, DAY + 1].map((second) => account.beginsEpisode(second));

    expect(told).toEqual([true, false, false, false, true, false]);
  });

  it('an episode that could not be told is told later', () => {
    const account = new ScanAccount(TERMS, 0);
    account.beginsEpisode(100);

    account.postponeEpisode(100, 60);

    expect([159, 160, 161].map((second) => account.beginsEpisode(second))).toEqual([false, true, false]);
  });
});
