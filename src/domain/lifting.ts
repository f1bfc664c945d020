import type { OrganLevel } from './designation.js';
import { Problem } from './problem.js';
import { compareLevels } from './sanction-list.js';

export const LIFTING_STATES = ['proposed', 'approved', 'rejected'] as const;
/** Where a lifting stands: the early end of a sanction, by four eyes. The last two are final. */
export type LiftingState = (typeof LIFTING_STATES)[number];

export const LIFTING_ACTIONS = ['approve', 'reject'] as const;
/** What the second officer does to a lifting. */
export type LiftingAction = (typeof LIFTING_ACTIONS)[number];

/** Every way a lifting can go. */
export const LIFTING_TRANSITIONS = {
  approve: { from: ['proposed'], to: 'approved' },
  reject: { from: ['proposed'], to: 'rejected' },
} as const satisfies Record<LiftingAction, { from: readonly LiftingState[]; to: LiftingState }>;

/** A lifting as far as the four eyes are concerned. */
export interface DecidableLifting {
  proposedBy: string;
  /** Level of the organ that identified the subject. */
  organLevel: OrganLevel;
}

/**
 * The state after an action.
 *
 * @throws {Problem} `lifting-transition-refused` with the current state
 */
export function liftingAfter(state: LiftingState, action: LiftingAction): LiftingState {
  const { from, to }: { from: readonly LiftingState[]; to: LiftingState } = LIFTING_TRANSITIONS[action];
  if (!from.includes(state)) throw new Problem('lifting-transition-refused', { state });
  return to;
}

/**
 * Four eyes: who proposed a lifting never decides on it, and no organ lifts what a higher one has identified. The database says the
 * first once more.
 *
 * @throws {Problem} `lifting-own-proposal`; `approver-level-insufficient` with the level it takes
 */
export function assertMayDecide(
  action: LiftingAction,
  { proposedBy, organLevel }: DecidableLifting,
  officer: { id: string; level: OrganLevel },
): void {
  if (officer.id === proposedBy) throw new Problem('lifting-own-proposal');
  if (action === 'approve' && compareLevels(officer.level, organLevel) < 0)
    throw new Problem('approver-level-insufficient', { required: organLevel });
}
