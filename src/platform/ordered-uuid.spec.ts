import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validate, version } from 'uuid';
import { orderedUuids } from './ordered-uuid.js';

describe('ordered ids', () => {
  it('are UUIDv7 of their millisecond', () => {
    const next = orderedUuids(() => Date.UTC(2026, 10, 22));

    const id = next();

    expect(validate(id)).toBe(true);
    expect(version(id)).toBe(7);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 22));
  });

  it('grow whatever the clock does, also over many in one millisecond', () => {
    const steps = fc.array(
      fc.record({ move: fc.integer({ min: -5, max: 5 }), count: fc.integer({ min: 1, max: 5_000 }) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(steps, (moves) => {
        let now = 1_800_000_000_000;
        const next = orderedUuids(() => now);
        let last = '';
        let isGrowing = true;
        for (const { move, count } of moves) {
          now += move;
          for (let made = 0; made < count; made += 1) {
            const id = next();
            isGrowing &&= id > last;
            last = id;
          }
        }
        expect(isGrowing).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('are different on two nodes at the same moment', () => {
    const moment = () => 1_800_000_000_000;
    expect(orderedUuids(moment)()).not.toBe(orderedUuids(moment)());
  });
});
