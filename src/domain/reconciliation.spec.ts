import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DIRECTIVE_ACTIONS } from './directive.js';
import { Problem } from './problem.js';
import {
  DIFFERENCES,
  REPORTED_STATES,
  RUN_TRANSITIONS,
  TASK_TRANSITIONS,
  afterRun,
  afterTask,
  differencesOf,
  foremost,
  isImplausible,
  isMet,
  type ComparedCard,
  type Demand,
  type RunState,
  type TaskState,
} from './reconciliation.js';

const aDemand = (action: Demand['action']): Demand => ({
  action,
  measure: 'sim.use',
  lastDay: null,
  directiveId: null,
  sanctionId: null,
});

const aCard = (change: Partial<ComparedCard> = {}): ComparedCard => ({
  state: 'active',
  isRegistered: true,
  isSameHolder: true,
  demands: [],
  isRestored: false,
  ...change,
});

const isTold = ({ from }: { from: readonly string[] }, state: string): boolean => from.includes(state);

function refusalOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

describe('a task', () => {
  /** Told without states: what has happened since it was last open. */
  class TaskModel {
    isExplained = false;
    isAccepted = false;
    isGone = false;

    /** @returns whether that is possible now; if so, it has happened */
    meet(event: keyof typeof TASK_TRANSITIONS): boolean {
      if (this.isGone) return false;
      if (event === 'resolve') return (this.isGone = true);
      if (event === 'recur') return this.isAccepted && this.open();
      if (event === 'reopen') return (this.isExplained || this.isAccepted) && this.open();
      if (this.isAccepted) return false;
      if (event === 'close') this.isAccepted = true;
      else this.isExplained = true;
      return true;
    }

    get state(): TaskState {
      if (this.isGone) return 'resolved';
      if (this.isAccepted) return 'closed';
      return this.isExplained ? 'answered' : 'open';
    }

    private open(): boolean {
      this.isExplained = this.isAccepted = false;
      return true;
    }
  }

  it('follows the model, whatever institutions, officers and reconciliations do and in whatever order', () => {
    const events = fc.constantFrom<keyof typeof TASK_TRANSITIONS>('answer', 'close', 'reopen', 'recur', 'resolve');
    fc.assert(
      fc.property(fc.array(events, { maxLength: 15 }), (happened) => {
        const model = new TaskModel();
        let state: TaskState = 'open';
        for (const event of happened) {
          const isPossible = isTold(TASK_TRANSITIONS[event], state);
          const refusal = refusalOf(() => (state = afterTask(state, event)));
          expect(refusal).toBe(isPossible ? undefined : 'task-transition-refused');
          expect(model.meet(event)).toBe(isPossible);
          expect(state).toBe(model.state);
        }
      }),
    );
  });
});

describe('a reconciliation', () => {
  it('follows the model: it ends once, and is confirmed only where it was in doubt', () => {
    const events = fc.constantFrom<keyof typeof RUN_TRANSITIONS>('finish', 'doubt', 'confirm', 'abort');
    fc.assert(
      fc.property(fc.array(events, { maxLength: 8 }), (happened) => {
        let isDoubted = false;
        let end: RunState | undefined;
        let state: RunState = 'running';
        for (const event of happened) {
          const isPossible = end === undefined && (event === 'abort' || (event === 'confirm') === isDoubted);
          const refusal = refusalOf(() => (state = afterRun(state, event)));
          expect(refusal).toBe(isPossible ? undefined : 'reconciliation-transition-refused');
          if (!isPossible) continue;
          if (event === 'doubt') isDoubted = true;
          else end = event === 'abort' ? 'aborted' : 'done';
          expect(state).toBe(end ?? 'implausible');
        }
      }),
    );
  });

  it.each([
    { registered: 0, missing: 0, doubted: false },
    { registered: 1, missing: 1, doubted: true },
    { registered: 2, missing: 1, doubted: false },
    { registered: 1_000_000, missing: 500_000, doubted: false },
    { registered: 1_000_000, missing: 500_001, doubted: true },
  ])('$missing of $registered missing is in doubt: $doubted', ({ doubted, ...counts }) => {
    expect(isImplausible(counts)).toBe(doubted);
  });
});

const CARDS: { why: string; card: Partial<ComparedCard>; told: string[] }[] = [
  { why: 'nothing is imposed and it is in use', card: {}, told: [] },
  {
    why: 'its holder is sanctioned and it is in use',
    card: { demands: [aDemand('suspend')] },
    told: ['sanctioned_but_active'],
  },
  {
    why: 'it is to be suspended and only limited',
    card: { demands: [aDemand('suspend')], state: 'limited' },
    told: ['sanctioned_but_active'],
  },
  {
    why: 'it is to be limited and is suspended',
    card: { demands: [aDemand('limit')], state: 'suspended' },
    told: [],
  },
  {
    why: 'it is limited as the law says, but an order froze it',
    card: { demands: [aDemand('limit'), aDemand('freeze')], state: 'limited' },
    told: ['sanctioned_but_active'],
  },
  { why: 'nobody wants it suspended', card: { state: 'suspended' }, told: ['suspended_without_ground'] },
  { why: 'it was restored by order', card: { state: 'limited', isRestored: true }, told: ['released_but_blocked'] },
  {
    why: 'it was restored and imposed upon again',
    card: { state: 'suspended', isRestored: true, demands: [aDemand('suspend')] },
    told: [],
  },
  { why: 'its holder only has to be verified', card: { demands: [aDemand('verify')] }, told: [] },
  { why: 'nobody registered it', card: { isRegistered: false, isSameHolder: false }, told: ['unknown_card'] },
  {
    why: 'it is closed, and its number somebody else’s',
    card: { state: 'closed', isSameHolder: false, demands: [aDemand('suspend')] },
    told: [],
  },
  {
    why: 'it is somebody else’s and in use although its registered holder is sanctioned',
    card: { isSameHolder: false, demands: [aDemand('suspend')] },
    told: ['holder_mismatch', 'sanctioned_but_active'],
  },
];

describe('a reported card', () => {
  it.each(CARDS)('$why: $told', ({ card, told }) => {
    expect(differencesOf(aCard(card))).toEqual(told);
  });

  it('is never both too free and too much restricted, and what is told first is what is not done', () => {
    const imposing = DIRECTIVE_ACTIONS.filter((action) => action !== 'restore');
    const cards = fc.record({
      state: fc.constantFrom(...REPORTED_STATES),
      isRegistered: fc.boolean(),
      isSameHolder: fc.boolean(),
      demands: fc.array(fc.constantFrom(...imposing).map(aDemand), { maxLength: 3 }),
      isRestored: fc.boolean(),
    });
    fc.assert(
      fc.property(cards, (card) => {
        const told = differencesOf(card);
        const first = foremost(card.demands, card.state);

        expect(told.every((difference) => DIFFERENCES.includes(difference))).toBe(true);
        expect(told.includes('sanctioned_but_active') && told.includes('suspended_without_ground')).toBe(false);
        if (told.includes('sanctioned_but_active')) expect(first !== null && !isMet(first, card.state)).toBe(true);
        if (card.state === 'closed') expect(told).toEqual([]);
      }),
    );
  });
});
