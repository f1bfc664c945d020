import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  APPEAL_ACTIONS,
  APPEAL_STATES,
  APPEAL_TRANSITIONS,
  appealAfter,
  assertMayTake,
  type AppealAction,
  type AppealState,
} from './appeal.js';
import { ORGAN_LEVELS } from './designation.js';
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

/** The life of an appeal told without states: what has happened to it so far. */
class AppealModel {
  isAccepted = false;
  isVerified = false;
  end: AppealState | null = null;

  /** @returns whether the action is possible now; if so, it has happened */
  act(action: AppealAction): boolean {
    if (this.end !== null) return false;
    if (action === 'withdraw') {
      this.end = 'withdrawn';
      return true;
    }
    if (action === 'accept' || action === 'refuse') {
      if (this.isAccepted) return false;
      if (action === 'refuse') this.end = 'refused';
      else this.isAccepted = true;
      return true;
    }
    if (action === 'verify') {
      if (!this.isAccepted || this.isVerified) return false;
      this.isVerified = true;
      return true;
    }
    if (!this.isVerified) return false;
    this.end = action === 'uphold' ? 'upheld' : 'dismissed';
    return true;
  }

  get state(): AppealState {
    if (this.end !== null) return this.end;
    if (this.isVerified) return 'verified';
    return this.isAccepted ? 'accepted' : 'filed';
  }
}

describe('the life of an appeal', () => {
  it('follows the model, whatever officers try and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...APPEAL_ACTIONS), { maxLength: 14 }), (actions) => {
        const model = new AppealModel();
        let state: AppealState = 'filed';
        for (const action of actions) {
          const before = state;
          const refusal = problemOf(() => {
            state = appealAfter(state, action);
          });
          expect(refusal === null).toBe(model.act(action));
          expect(state).toBe(model.state);
          if (refusal !== null)
            expect(refusal).toMatchObject({ code: 'appeal-transition-refused', parameters: { state: before } });
        }
      }),
    );
  });

  it.each(['upheld', 'dismissed', 'refused', 'withdrawn'] as const)('%s is final', (state) => {
    for (const action of APPEAL_ACTIONS) expect(problemOf(() => appealAfter(state, action))?.status).toBe(409);
  });

  it('nobody decides before the facts were verified', () => {
    for (const state of ['filed', 'accepted'] as const) {
      expect(problemOf(() => appealAfter(state, 'uphold'))?.parameters).toEqual({ state });
      expect(problemOf(() => appealAfter(state, 'dismiss'))?.parameters).toEqual({ state });
    }
  });

  it('every state can be reached from filed', () => {
    const reached = new Set<AppealState>(['filed']);
    for (const _ of APPEAL_STATES) {
      for (const { from, to } of Object.values(APPEAL_TRANSITIONS))
        if (from.some((state) => reached.has(state))) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual([...APPEAL_STATES].toSorted());
  });
});

describe('who judges an appeal', () => {
  const origin = { listOfficers: ['author', 'approver'], organLevel: 'city' } as const;

  it.each(['author', 'approver'])('the %s of the list does not judge the appeal against it', (id) => {
    for (const action of ['verify', 'uphold', 'dismiss', 'refuse', 'withdraw'] as const)
      expect(problemOf(() => assertMayTake(action, origin, { id, level: 'ministry' }))?.code).toBe('appeal-own-list');
  });

  it('the author of the list may take the appeal in', () => {
    expect(problemOf(() => assertMayTake('accept', origin, { id: 'author', level: 'county' }))).toBeNull();
  });

  it('no organ takes back what a higher one has identified, and a higher one takes back what a lower one has', () => {
    const levels = fc.constantFrom(...ORGAN_LEVELS);
    fc.assert(
      fc.property(levels, levels, (organLevel, level) => {
        const refusal = problemOf(() => assertMayTake('uphold', { ...origin, organLevel }, { id: 'third', level }));
        expect(refusal === null).toBe(compareLevels(level, organLevel) >= 0);
        if (refusal !== null)
          expect(refusal).toMatchObject({ code: 'appeal-organ-level', parameters: { required: organLevel } });
      }),
    );
  });

  it('an appeal that is about no sanction is judged by any officer for appeals', () => {
    expect(problemOf(() => assertMayTake('uphold', undefined, { id: 'third', level: 'county' }))).toBeNull();
  });
});
