import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PaidPersons } from './paid-persons.js';

const DAY = 1440;

function hashOf(person: number): Buffer {
  return createHash('sha256').update(String(person)).digest().subarray(0, 16);
}

describe('whom a client paid for', () => {
  it('is what a plain map says, for any order of payments and refunds within 15 days', () => {
    const acts = fc.array(fc.record({ person: fc.nat(400), isPayment: fc.boolean(), pause: fc.nat(40) }), {
      maxLength: 500,
    });

    fc.assert(
      fc.property(acts, (done) => {
        const persons = new PaidPersons(0);
        const plain = new Map<number, { minute: number; charges: number }>();
        let minute = 0;
        for (const { person, isPayment, pause } of done) {
          minute += pause;
          const known = plain.get(person) ?? { minute: -DAY, charges: 0 };
          expect(persons.isRecent(hashOf(person), minute)).toBe(minute - known.minute < DAY);
          if (isPayment) {
            persons.add(hashOf(person), minute);
            plain.set(person, { minute, charges: known.charges + 1 });
          } else {
            expect(persons.settle(hashOf(person), minute)).toBe(known.charges);
            plain.set(person, { ...known, charges: 0 });
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is remembered for 15 days at least and 30 at most', () => {
    const persons = new PaidPersons(0);
    persons.add(hashOf(1), 14 * DAY);
    persons.add(hashOf(2), 14 * DAY);

    expect(persons.settle(hashOf(1), 29 * DAY)).toBe(1);
    expect(persons.settle(hashOf(2), 30 * DAY)).toBe(0);
  });

  it('a payment of each of two generations is refunded together, once', () => {
    const persons = new PaidPersons(0);
    persons.add(hashOf(1), 14 * DAY);
    persons.add(hashOf(1), 16 * DAY);

    expect(persons.settle(hashOf(1), 17 * DAY)).toBe(2);
    expect(persons.settle(hashOf(1), 17 * DAY)).toBe(0);
  });

  it('takes at most 32 bytes a person', () => {
    const persons = new PaidPersons(0);
    const before = persons.bytes;

    for (let person = 0; person < 100_000; person += 1) persons.add(hashOf(person), 0);

    expect((persons.bytes - before) / 100_000).toBeLessThanOrEqual(32);
  });

  it('stays at 24 MiB however many are asked about, and forgets the first ones early', () => {
    const persons = new PaidPersons(0);
    const hash = Buffer.alloc(16);
    const about = (person: number): Buffer => {
      hash.writeUInt32LE(Math.imul(person, 0x9e3779b1) >>> 0, 4);
      hash.writeUInt32LE(person, 0);
      return hash;
    };

    for (let person = 1; person <= 1_600_000; person += 1) persons.add(about(person), 0);

    expect(persons.bytes).toBeLessThanOrEqual(24 * 1024 * 1024);
    expect(persons.isRecent(about(1), 0)).toBe(false);
    expect(persons.isRecent(about(1_600_000), 0)).toBe(true);
  });
});
