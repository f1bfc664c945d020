import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Bucket, bucketTermsOf, type BucketTerms } from './bucket.js';

const DAY = 86_400;
const ALLOWANCE = { strangersPerDay: 100, strangersPerThousand: 1 };

const terms: fc.Arbitrary<BucketTerms> = fc
  .record({ perDay: fc.integer({ min: 1, max: 100_000_000 }), days: fc.integer({ min: 1, max: 14 }) })
  .map(({ perDay, days }) => ({ perDay, capacity: perDay * days }));

function drained(given: BucketTerms): Bucket {
  const bucket = new Bucket(given, 0);
  bucket.take(given.capacity);
  return bucket;
}

describe('a bucket of tokens', () => {
  it('gains exactly the tokens of a day in a day, however the day is cut', () => {
    fc.assert(
      fc.property(terms, fc.array(fc.integer({ min: 1, max: DAY - 1 }), { maxLength: 50 }), (given, cuts) => {
        const bucket = drained(given);
        for (const second of cuts.toSorted((one, other) => one - other)) bucket.fill(second);
        bucket.fill(DAY);
        expect(bucket.remaining).toBe(given.perDay);
      }),
    );
  });

  it('is full after the days it saves up, and gains nothing more', () => {
    fc.assert(
      fc.property(terms, fc.nat(1000), (given, later) => {
        const bucket = drained(given);
        bucket.fill((given.capacity / given.perDay) * DAY + later);
        expect(bucket.remaining).toBe(given.capacity);
      }),
    );
  });

  it('holds a number of tokens at the second it said, and not a second before', () => {
    fc.assert(
      fc.property(terms, fc.nat(), (given, some) => {
        const wanted = 1 + (some % given.capacity);
        const seconds = drained(given).secondsUntil(wanted);
        const [before, at] = [seconds - 1, seconds].map((second) => {
          const bucket = drained(given);
          bucket.fill(second);
          return bucket.take(wanted);
        });
        expect({ before, at }).toEqual({ before: false, at: true });
      }),
    );
  });

  it('a time that has passed fills nothing', () => {
    const bucket = drained({ perDay: DAY, capacity: DAY });

    for (const second of [10, 5, 10]) bucket.fill(second);

    expect(bucket.remaining).toBe(10);
  });

  it('keeps its share when its institution grows or shrinks, so nothing is gained by doing both', () => {
    const small = { perDay: 10, capacity: 140 };
    const large = { perDay: 1000, capacity: 14_000 };
    const bucket = new Bucket(small, 0);
    bucket.take(70);

    bucket.resize(large);
    expect(bucket.remaining).toBe(7000);

    bucket.resize(small);
    expect(bucket.remaining).toBe(70);
  });
});

describe('the budget by the size of the institution', () => {
  it.each([
    { customers: 0, strangers: 100, why: 'the least anybody has' },
    { customers: 5_000, strangers: 100, why: 'a village bank has the least' },
    { customers: 200_000, strangers: 200, why: 'one per thousand' },
    { customers: 10_000_000, strangers: 10_000, why: 'one per thousand' },
  ])('$customers customers: $strangers strangers a day, $why', ({ customers, strangers }) => {
    expect(bucketTermsOf(customers, ALLOWANCE, 1)).toEqual({ perDay: strangers * 10, capacity: strangers * 140 });
  });

  it('processes share it equally', () => {
    expect(bucketTermsOf(200_000, ALLOWANCE, 4)).toEqual({ perDay: 500, capacity: 7000 });
  });
});
