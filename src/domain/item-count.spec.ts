import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fewestOfOneKind } from './item-count.js';

describe('items of one kind', () => {
  it('however items are spread over kinds, one kind has at least so many, and it may have no more', () => {
    const spread = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(spread, (counts) => {
        const items = counts.reduce((sum, count) => sum + count, 0);
        expect(Math.max(...counts)).toBeGreaterThanOrEqual(fewestOfOneKind(items, counts.length));
      }),
    );
    expect(fewestOfOneKind(5, 2)).toBe(3);
    expect(fewestOfOneKind(4, 2)).toBe(2);
  });

  it('where no kind is named all items are of one', () => {
    expect(fewestOfOneKind(3, 0)).toBe(3);
    expect(fewestOfOneKind(0, 0)).toBe(0);
  });
});
