import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ORGAN_LEVELS } from './designation.js';
import { assertMayDecide, LIFTING_ACTIONS, liftingAfter, type LiftingState } from './lifting.js';
import { Problem } from './problem.js';
import { compareLevels } from './sanction-list.js';

function problemOf(act: () => unknown): Problem | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

describe('the life of a lifting', () => {
  it('is decided once, by whatever comes first', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LIFTING_ACTIONS), { minLength: 1, maxLength: 6 }), (actions) => {
        let state: LiftingState = 'proposed';
        const refusals = actions.map((action) =>
          problemOf(() => {
            state = liftingAfter(state, action);
          }),
        );
        const end = actions[0] === 'approve' ? 'approved' : 'rejected';
        expect(state).toBe(end);
        for (const [at, refusal] of refusals.entries())
          expect(refusal?.parameters).toEqual(at === 0 ? undefined : { state: end });
      }),
    );
  });
});

describe('four eyes of a lifting', () => {
  it('who proposed it neither approves nor rejects it, whatever the level', () => {
    for (const action of LIFTING_ACTIONS) {
      const decide = () =>
        assertMayDecide(action, { proposedBy: 'one', organLevel: 'city' }, { id: 'one', level: 'ministry' });
      expect(problemOf(decide)?.code).toBe('lifting-own-proposal');
    }
  });

  it('no organ lifts what a higher one has identified; any may reject', () => {
    const levels = fc.constantFrom(...ORGAN_LEVELS);
    fc.assert(
      fc.property(levels, levels, (organLevel, level) => {
        const lifting = { proposedBy: 'one', organLevel };
        const refusal = problemOf(() => assertMayDecide('approve', lifting, { id: 'two', level }));
        expect(refusal === null).toBe(compareLevels(level, organLevel) >= 0);
        expect(problemOf(() => assertMayDecide('reject', lifting, { id: 'two', level }))).toBeNull();
      }),
    );
  });
});
