import type { OrganLevel } from './designation.js';
import { Problem } from './problem.js';
import { compareLevels } from './sanction-list.js';

export const APPEAL_KINDS = ['objection', 'namesake', 'wrong_number'] as const;
/**
 * What an appeal says. `objection`: the designation is wrong; `namesake`: it means somebody else of the same name;
 * `wrong_number`: the identifier or the name was written down wrongly.
 */
export type AppealKind = (typeof APPEAL_KINDS)[number];

export const APPEAL_STATES = ['filed', 'accepted', 'verified', 'upheld', 'dismissed', 'refused', 'withdrawn'] as const;
/** Where an appeal stands. The last four are final. `refused`: it was not accepted, and nobody looked into it. */
export type AppealState = (typeof APPEAL_STATES)[number];

/** Whether nothing more happens to an appeal. */
export function isDecided(state: AppealState): boolean {
  return !PENDING.includes(state);
}

const PENDING: readonly AppealState[] = ['filed', 'accepted', 'verified'];

export const APPEAL_ACTIONS = ['accept', 'verify', 'uphold', 'dismiss', 'refuse', 'withdraw'] as const;
/** What an officer does to an appeal. */
export type AppealAction = (typeof APPEAL_ACTIONS)[number];

/** Every way an appeal can go. A trigger of the table says the same. */
export const APPEAL_TRANSITIONS = {
  accept: { from: ['filed'], to: 'accepted' },
  verify: { from: ['accepted'], to: 'verified' },
  uphold: { from: ['verified'], to: 'upheld' },
  dismiss: { from: ['verified'], to: 'dismissed' },
  refuse: { from: ['filed'], to: 'refused' },
  withdraw: { from: ['filed', 'accepted', 'verified'], to: 'withdrawn' },
} as const satisfies Record<AppealAction, { from: readonly AppealState[]; to: AppealState }>;

/** What is counted of appeals in a period, and the steps that it is. `decided`: upheld or dismissed. */
export const APPEAL_EVENTS = {
  filed: ['file'],
  upheld: ['uphold'],
  dismissed: ['dismiss'],
  decided: ['uphold', 'dismiss'],
} as const satisfies Record<string, readonly (AppealAction | 'file')[]>;
export type AppealEvent = keyof typeof APPEAL_EVENTS;

export const APPEAL_CLOCKS = ['acceptance', 'verification', 'reply', 'lifting'] as const;
/** The time limits of an appeal, as Arts. 14-16 of the 2024 Measures have them: until accepted, verified, replied to, lifted. */
export type AppealClockStep = (typeof APPEAL_CLOCKS)[number];

/** Who made the sanction an appeal is about, as far as deciding on the appeal is concerned. */
export interface AppealedOrigin {
  /** Author and approver of the list that the sanction comes from. */
  listOfficers: readonly string[];
  /** Level of the organ that identified the subject. */
  organLevel: OrganLevel;
}

/** Nobody judges his own list. To accept is no judgement; to write down that the person takes the appeal back ends it as a dismissal does. */
const JUDGEMENTS: readonly string[] = ['verify', 'uphold', 'dismiss', 'refuse', 'withdraw'];

/**
 * The state after an action.
 *
 * @throws {Problem} `appeal-transition-refused` with the current state
 */
export function appealAfter(state: AppealState, action: AppealAction): AppealState {
  const { from, to }: { from: readonly AppealState[]; to: AppealState } = APPEAL_TRANSITIONS[action];
  if (!from.includes(state)) throw new Problem('appeal-transition-refused', { state });
  return to;
}

/**
 * Whoever wrote or approved the list does not judge the appeal against it, and no organ takes back, or
 * suspends, what a higher one has identified.
 *
 * @param origin undefined of an appeal that is about no sanction
 * @throws {Problem} `appeal-own-list`; `appeal-organ-level` with the level it takes
 */
export function assertMayTake(
  action: AppealAction | 'suspend',
  origin: AppealedOrigin | undefined,
  officer: { id: string; level: OrganLevel },
): void {
  if (origin === undefined) return;
  if (JUDGEMENTS.includes(action) && origin.listOfficers.includes(officer.id)) throw new Problem('appeal-own-list');
  if ((action === 'uphold' || action === 'suspend') && compareLevels(officer.level, origin.organLevel) < 0)
    throw new Problem('appeal-organ-level', { required: origin.organLevel });
}
