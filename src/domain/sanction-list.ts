import { ORGAN_LEVELS } from './designation.js';
import type { OrganLevel } from './designation.js';
import { Problem } from './problem.js';

export const LIST_STATES = ['draft', 'submitted', 'approved', 'rejected', 'withdrawn'] as const;
/** Where a sanction list stands. The last three are final. */
export type ListState = (typeof LIST_STATES)[number];

export const LIST_ACTIONS = ['submit', 'approve', 'reject', 'withdraw'] as const;
/** What an officer does to a sanction list. */
export type ListAction = (typeof LIST_ACTIONS)[number];

/** Every way a list can go: from which states an action leads, and where to. */
export const TRANSITIONS = {
  submit: { from: ['draft'], to: 'submitted' },
  approve: { from: ['submitted'], to: 'approved' },
  reject: { from: ['submitted'], to: 'rejected' },
  withdraw: { from: ['draft', 'submitted'], to: 'withdrawn' },
} as const satisfies Record<ListAction, { from: readonly ListState[]; to: ListState }>;

/** A list as far as the four eyes are concerned. */
export interface ApprovableList {
  authorId: string;
  /** Strongest level that a row of the list asks for. */
  requiredLevel: OrganLevel;
}

/** An officer as far as the four eyes are concerned. */
export interface ApprovingOfficer {
  id: string;
  /** Level of the officer's organ. */
  level: OrganLevel;
}

// No list is approved below the districted city, whatever its rows ask for (Anti-Fraud Law art. 31(2)).
const LOWEST_APPROVING_LEVEL: OrganLevel = 'city';

/**
 * The state after an action.
 *
 * @throws {Problem} `list-transition-refused` with the current state
 */
export function transition(state: ListState, action: ListAction): ListState {
  const { from, to }: { from: readonly ListState[]; to: ListState } = TRANSITIONS[action];
  if (!from.includes(state)) throw new Problem('list-transition-refused', { state });
  return to;
}

/**
 * Four eyes: the author never approves, and the approver's organ is of the level the rows need, at least a districted
 * city. The database says the first once more, against raw SQL.
 *
 * @throws {Problem} `approver-is-author`; `approver-level-insufficient` with the level it takes
 */
export function assertMayApprove(list: ApprovableList, approver: ApprovingOfficer): void {
  if (approver.id === list.authorId) throw new Problem('approver-is-author');
  const required = strongerLevel(list.requiredLevel, LOWEST_APPROVING_LEVEL);
  if (compareLevels(approver.level, required) < 0) throw new Problem('approver-level-insufficient', { required });
}

/** Negative if the left level is weaker, positive if it is stronger, 0 if they are the same. */
export function compareLevels(left: OrganLevel, right: OrganLevel): number {
  return ORGAN_LEVELS.indexOf(left) - ORGAN_LEVELS.indexOf(right);
}

/** The stronger of two levels. */
export function strongerLevel(left: OrganLevel, right: OrganLevel): OrganLevel {
  return compareLevels(left, right) < 0 ? right : left;
}
