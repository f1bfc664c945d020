import type { DirectiveAction } from './directive.js';
import type { LocalDate } from './period.js';
import { Problem } from './problem.js';

export const REPORTED_STATES = ['active', 'limited', 'suspended', 'closed'] as const;
/** How a card stands with the institution that holds it: `limited` is 限制部分功能, `suspended` 停机, 暂停 or 冻结, `closed` 销户. */
export type ReportedState = (typeof REPORTED_STATES)[number];

export const DIFFERENCES = [
  'sanctioned_but_active',
  'suspended_without_ground',
  'released_but_blocked',
  'unknown_card',
  'holder_mismatch',
  'missing_card',
  'duplicate_line',
] as const;
/** In what an institution's account of a card and ours differ. */
export type Difference = (typeof DIFFERENCES)[number];

/** What is to be imposed on a card now. */
export interface Demand {
  action: Exclude<DirectiveAction, 'restore'>;
  /** Of the catalogue. */
  measure: string;
  /** Inclusive, Asia/Shanghai; null: until further notice. */
  lastDay: LocalDate | null;
  /** The directive that says so, where there is one by now. */
  directiveId: string | null;
  sanctionId: string | null;
}

/** A card as its institution reports it, beside what we know of it. */
export interface ComparedCard {
  state: ReportedState;
  isRegistered: boolean;
  /** Whether the registered holder is the reported one. */
  isSameHolder: boolean;
  demands: readonly Demand[];
  /** Whether the last directive on the card was to restore it. */
  isRestored: boolean;
}

/** In which states a card is when what was demanded is done. Who does more than is demanded differs in nothing we can judge. */
const DONE_IN: Readonly<Record<Demand['action'], readonly ReportedState[]>> = {
  suspend: ['suspended'],
  freeze: ['suspended'],
  limit: ['limited', 'suspended'],
  stop_payment: ['limited', 'suspended'],
  refuse_new: REPORTED_STATES,
  verify: REPORTED_STATES,
  publish: REPORTED_STATES,
  record: REPORTED_STATES,
};

/** Whether a card in this state is as it is demanded. A closed card always is. */
export function isMet({ action }: Demand, state: ReportedState): boolean {
  return state === 'closed' || DONE_IN[action].includes(state);
}

/** Differences of one reported card. Nothing is demanded of a card that is closed, nor is its number its holder's any more. */
export function differencesOf({ state, isRegistered, isSameHolder, demands, isRestored }: ComparedCard): Difference[] {
  if (state === 'closed') return [];
  if (!isRegistered) return ['unknown_card'];
  const differences: Difference[] = isSameHolder ? [] : ['holder_mismatch'];
  if (demands.some((demand) => !isMet(demand, state))) differences.push('sanctioned_but_active');
  else if (demands.length === 0 && state !== 'active')
    differences.push(isRestored ? 'released_but_blocked' : 'suspended_without_ground');
  return differences;
}

/** Of several demands the one to tell: the first that is not met, else the first. */
export function foremost(demands: readonly Demand[], state: ReportedState): Demand | null {
  return demands.find((demand) => !isMet(demand, state)) ?? demands[0] ?? null;
}

/** Whether an account leaves out so much that it is rather the account that is wrong: more than half of what is registered. */
export function isImplausible({ registered, missing }: { registered: number; missing: number }): boolean {
  return missing * 2 > registered;
}

export const RUN_STATES = ['running', 'implausible', 'done', 'aborted'] as const;
/** Where a reconciliation stands. The last two are final. */
export type RunState = (typeof RUN_STATES)[number];

/** Every way a reconciliation can go. */
export const RUN_TRANSITIONS = {
  finish: { from: ['running'], to: 'done' },
  doubt: { from: ['running'], to: 'implausible' },
  confirm: { from: ['implausible'], to: 'done' },
  abort: { from: ['running', 'implausible'], to: 'aborted' },
} as const satisfies Record<string, { from: readonly RunState[]; to: RunState }>;

export const TASK_STATES = ['open', 'answered', 'closed', 'resolved'] as const;
/**
 * Where a task stands. `answered`: the institution has explained the difference; `closed`: an officer accepts that it stays;
 * `resolved`: a complete account shows that it is gone. The last is final: a difference that comes back is a new task.
 */
export type TaskState = (typeof TASK_STATES)[number];

/** Every way a task can go. `recur`: the difference is there on another ground than the one that was accepted. */
export const TASK_TRANSITIONS = {
  answer: { from: ['open', 'answered'], to: 'answered' },
  close: { from: ['open', 'answered'], to: 'closed' },
  reopen: { from: ['answered', 'closed'], to: 'open' },
  recur: { from: ['closed'], to: 'open' },
  resolve: { from: ['open', 'answered', 'closed'], to: 'resolved' },
} as const satisfies Record<string, { from: readonly TaskState[]; to: TaskState }>;

/** What becomes of a reconciliation. @throws {Problem} `reconciliation-transition-refused` with the present state */
export function afterRun(state: RunState, event: keyof typeof RUN_TRANSITIONS): RunState {
  const { from, to }: { from: readonly RunState[]; to: RunState } = RUN_TRANSITIONS[event];
  if (!from.includes(state)) throw new Problem('reconciliation-transition-refused', { state });
  return to;
}

/** What becomes of a task. @throws {Problem} `task-transition-refused` with the present state */
export function afterTask(state: TaskState, event: keyof typeof TASK_TRANSITIONS): TaskState {
  const { from, to }: { from: readonly TaskState[]; to: TaskState } = TASK_TRANSITIONS[event];
  if (!from.includes(state)) throw new Problem('task-transition-refused', { state });
  return to;
}
