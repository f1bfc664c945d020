import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ORGAN_LEVELS } from './designation.js';
import type { OrganLevel } from './designation.js';
import { Problem } from './problem.js';
import {
  LIST_ACTIONS,
  LIST_STATES,
  TRANSITIONS,
  assertMayApprove,
  compareLevels,
  strongerLevel,
  transition,
} from './sanction-list.js';
import type { ApprovableList, ListState } from './sanction-list.js';

function problemOf(act: () => unknown): Problem | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** The life of a list told without states: what has happened to it so far. */
class ListModel {
  isHandedIn = false;
  end: 'approved' | 'rejected' | 'withdrawn' | null = null;

  /** @returns whether the action is possible now; if so, it has happened */
  act(action: (typeof LIST_ACTIONS)[number]): boolean {
    if (this.end !== null) return false;
    if (action === 'submit') {
      if (this.isHandedIn) return false;
      this.isHandedIn = true;
      return true;
    }
    if (action !== 'withdraw' && !this.isHandedIn) return false;
    this.end = action === 'approve' ? 'approved' : action === 'reject' ? 'rejected' : 'withdrawn';
    return true;
  }

  get state(): ListState {
    return this.end ?? (this.isHandedIn ? 'submitted' : 'draft');
  }
}

describe('the life of a sanction list', () => {
  it('follows the model, whatever officers try and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LIST_ACTIONS), { maxLength: 12 }), (actions) => {
        const model = new ListModel();
        let state: ListState = 'draft';
        for (const action of actions) {
          const before = state;
          const refusal = problemOf(() => {
            state = transition(state, action);
          });
          expect(refusal === null).toBe(model.act(action));
          expect(state).toBe(model.state);
          if (refusal !== null)
            expect(refusal).toMatchObject({ code: 'list-transition-refused', parameters: { state: before } });
        }
      }),
    );
  });

  it.each(['approved', 'rejected', 'withdrawn'] as const)('%s is final', (state) => {
    for (const action of LIST_ACTIONS) expect(problemOf(() => transition(state, action))?.status).toBe(409);
  });

  it('a draft is never approved without having been submitted', () => {
    expect(problemOf(() => transition('draft', 'approve'))?.code).toBe('list-transition-refused');
  });

  it('an approved list cannot be approved again', () => {
    expect(problemOf(() => transition('approved', 'approve'))?.parameters).toEqual({ state: 'approved' });
  });

  it('every state can be reached from draft', () => {
    const reached = new Set<ListState>(['draft']);
    for (let round = 0; round < LIST_STATES.length; round += 1) {
      for (const { from, to } of Object.values(TRANSITIONS))
        if (from.some((state) => reached.has(state))) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual([...LIST_STATES].toSorted());
  });
});

describe('four eyes', () => {
  const list: ApprovableList = { authorId: 'author', requiredLevel: 'city' };

  it('the author of a list cannot approve it, whatever the level', () => {
    expect(problemOf(() => assertMayApprove(list, { id: 'author', level: 'ministry' }))).toMatchObject({
      code: 'approver-is-author',
      status: 403,
    });
  });

  it('a second officer of a districted city approves a list that asks for no more', () => {
    expect(problemOf(() => assertMayApprove(list, { id: 'second', level: 'city' }))).toBeNull();
  });

  it('a city cannot approve a list with rows below the thresholds, which need the province', () => {
    const belowThresholds: ApprovableList = { ...list, requiredLevel: 'province' };

    expect(problemOf(() => assertMayApprove(belowThresholds, { id: 'second', level: 'city' }))).toMatchObject({
      code: 'approver-level-insufficient',
      parameters: { required: 'province' },
    });
    expect(problemOf(() => assertMayApprove(belowThresholds, { id: 'second', level: 'province' }))).toBeNull();
  });

  it('a county never approves, even where no row asks for a level', () => {
    const undemanding: ApprovableList = { ...list, requiredLevel: 'county' };

    expect(problemOf(() => assertMayApprove(undemanding, { id: 'second', level: 'county' }))).toMatchObject({
      code: 'approver-level-insufficient',
      parameters: { required: 'city' },
    });
  });

  it('a higher level may approve whatever a lower one may', () => {
    const levels = fc.constantFrom(...ORGAN_LEVELS);
    fc.assert(
      fc.property(levels, levels, levels, (requiredLevel, left, right) => {
        const mayApprove = (level: OrganLevel) =>
          problemOf(() => assertMayApprove({ authorId: 'author', requiredLevel }, { id: 'second', level })) === null;
        if (compareLevels(left, right) <= 0 && mayApprove(left)) expect(mayApprove(right)).toBe(true);
      }),
    );
  });

  it('the stronger of two levels is the same in either order', () => {
    expect(strongerLevel('county', 'province')).toBe('province');
    expect(strongerLevel('province', 'county')).toBe('province');
    expect(strongerLevel('city', 'city')).toBe('city');
  });
});
