import { describe, expect, it } from '@jest/globals';
import { Tally } from './tally.js';

const HOUR = 3600;

describe('counts of questions', () => {
  it('the last 24 hours are the hour under way and the 23 before it', () => {
    const tally = new Tally(0);
    for (let hour = 0; hour < 30; hour += 1) tally.count('strangers', hour * HOUR + 10);

    expect(tally.lastDay('strangers', 29 * HOUR + 20)).toBe(24);
    expect(tally.lastDay('strangers', 30 * HOUR)).toBe(23);
    expect(tally.total('strangers')).toBe(30);
  });

  it('after a day of silence there is nothing in the last 24 hours', () => {
    const tally = new Tally(0);
    tally.count('refused', 0, 7);

    expect(tally.lastDay('refused', 23 * HOUR)).toBe(7);
    expect(tally.lastDay('refused', 24 * HOUR)).toBe(0);
    expect(tally.lastDay('refused', 900 * HOUR)).toBe(0);
    expect(tally.total('refused')).toBe(7);
  });

  it('each kind is counted by itself', () => {
    const tally = new Tally(0);
    tally.count('ownCustomers', 0);
    tally.count('refunds', 0, 2);

    expect([tally.lastDay('ownCustomers', 0), tally.lastDay('refunds', 0), tally.lastDay('invalid', 0)]).toEqual([
      1, 2, 0,
    ]);
  });
});
