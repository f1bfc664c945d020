import type { HolderFacts, SanctionRecord } from './decision.js';
import type { CardKind } from './designation.js';
import { localDateOf, localDateOfWrittenInstant, type LocalDate } from './period.js';
import { Problem } from './problem.js';

/** Kinds of numbers that a regime may leave to a sanctioned subject. */
export const RETAINED_KINDS = ['mobile_sim', 'fixed_line'] as const;
export type RetainedKind = (typeof RETAINED_KINDS)[number];

/** A number that may be kept; normalised. */
export interface RetainedCard {
  kind: RetainedKind;
  number: string;
}

export const KEEPING_STATES = ['kept', 'cancelled', 'changed', 'moved', 'released'] as const;
/**
 * How the keeping of a number stands: `cancelled` was given up by its user, `changed` for another number, `moved` to another
 * carrier (携号转网), where the same number waits to be restored; `released` with the end of the sanctions. All but the first
 * are final.
 */
export type KeepingState = (typeof KEEPING_STATES)[number];
export type EndedKeeping = Exclude<KeepingState, 'kept'>;

export const KEEPING_ACTIONS = ['cancel', 'change', 'move', 'release'] as const;
export type KeepingAction = (typeof KEEPING_ACTIONS)[number];

/** Every way a keeping can go. A keeping that has ended stays as it ended; the database says so once more. */
export const KEEPING_TRANSITIONS = {
  cancel: { from: ['kept'], to: 'cancelled' },
  change: { from: ['kept'], to: 'changed' },
  move: { from: ['kept'], to: 'moved' },
  release: { from: ['kept'], to: 'released' },
} as const satisfies Record<KeepingAction, { from: readonly KeepingState[]; to: EndedKeeping }>;

/** The state after an action. @throws {Problem} `retained-sim-ended` with the current state */
export function endedBy(state: KeepingState, action: KeepingAction): EndedKeeping {
  const { from, to }: { from: readonly KeepingState[]; to: EndedKeeping } = KEEPING_TRANSITIONS[action];
  if (!from.includes(state)) throw new Problem('retained-sim-ended', { state });
  return to;
}

/** One keeping of a number, as a question about a number sees it. Instants are milliseconds from 1970. */
export interface Keeping {
  /** Whether it is of the number asked about, whichever carrier has it. */
  isThisNumber: boolean;
  /** Whether it is with the carrier that asks; null: no carrier asks. */
  isSameCarrier: boolean | null;
  restoredAt: number;
  end: { at: number; state: EndedKeeping } | null;
}

/** What a question about a number is told of the number that is kept. */
export type RetainedFacts = Required<Pick<HolderFacts, 'retainedSim' | 'retainedSimCarrier' | 'otherUsableSim'>>;

/** Whether a question is about numbers of which one may be kept; about anything else nobody asks what is kept. */
export function isAboutNumbers(action: string): boolean {
  return action.startsWith('mobile_sim.') || action.startsWith('fixed_line.');
}

/** Kinds of cards that could be kept instead of the one asked about: a phone card always, a line where one is asked about. */
export function usableKinds(action: string): readonly CardKind[] {
  return action.startsWith('fixed_line.') ? RETAINED_KINDS : ['mobile_sim'];
}

/**
 * The day since which a subject is restricted without interruption, each sanction starting within the term of another; undefined if it
 * is not restricted at the instant. A sanction that starts after the last day begins anew, as a chain does (I-4).
 *
 * A number is kept for as long as that lasts. What was kept, or given up, before it began has no bearing on a later sanction;
 * what was kept under one sanction goes on being the one number under another that joined it.
 *
 * @param isConcerned whether a measure is one of those that a number is kept under
 */
export function restrictedSince(
  sanctions: readonly SanctionRecord[],
  asOf: string,
  isConcerned: (measure: string) => boolean,
): LocalDate | undefined {
  const day = localDateOfWrittenInstant(asOf);
  const stretches = sanctions.flatMap((sanction) => stretchesOf(sanction, asOf, isConcerned));
  let since: LocalDate | undefined;
  for (const { startsOn, firstDay, lastDay, isLifted } of stretches) {
    if (isLifted || day < firstDay || lastDay < day) continue;
    if (since === undefined || startsOn < since) since = startsOn;
  }
  for (let until = since; until !== undefined;) {
    const start: LocalDate = until;
    since = start;
    until = stretches.find(({ startsOn, lastDay }) => startsOn < start && start <= lastDay)?.startsOn;
  }
  return since;
}

interface Stretch {
  /** Of the sanction: a cumulated term runs from the last day of the one before, but joined it when it started. */
  startsOn: LocalDate;
  firstDay: LocalDate;
  lastDay: LocalDate;
  /** It was over before its last day. */
  isLifted: boolean;
}

function stretchesOf(
  { measures, liftedAt, startsOn: start }: SanctionRecord,
  asOf: string,
  isConcerned: (measure: string) => boolean,
): Stretch[] {
  const lifting =
    liftedAt === undefined ? undefined : { at: new Date(liftedAt), on: localDateOfWrittenInstant(liftedAt) };
  const isLifted = lifting !== undefined && lifting.at <= new Date(asOf);
  return measures.flatMap(({ measure, firstDay, lastDay }) => {
    const last = lifting !== undefined && lifting.on < lastDay ? lifting.on : lastDay;
    const startsOn = start < firstDay ? start : firstDay;
    return isConcerned(measure) && startsOn <= last ? [{ startsOn, firstDay, lastDay: last, isLifted }] : [];
  });
}

/** How a keeping stands at an instant. */
interface Standing extends Keeping {
  state: KeepingState;
}

/**
 * What is kept, seen from a question about a number. A number that was given up stays the one that was kept; one that moved to
 * another carrier is the same number there, until it is restored there.
 *
 * @param since see {@link restrictedSince}: what was kept before does not count
 * @param asOf instant as text
 */
export function keptFacts(
  keepings: readonly Keeping[],
  since: LocalDate,
  asOf: string,
): Pick<RetainedFacts, 'retainedSim' | 'retainedSimCarrier'> {
  const at = Date.parse(asOf);
  const counted: Standing[] = keepings
    .filter(({ restoredAt }) => restoredAt <= at && since <= localDateOf(new Date(restoredAt)))
    .map((keeping) => ({
      ...keeping,
      state: keeping.end === null || at < keeping.end.at ? 'kept' : keeping.end.state,
    }));
  const kept = counted.filter((keeping) => keeping.state === 'kept' || waitsElsewhere(keeping, counted));
  if (kept.some(isThisCard)) return { retainedSim: 'this_card', retainedSimCarrier: 'none' };
  if (kept.length > 0) return { retainedSim: 'another_card', retainedSimCarrier: carrierOf(kept) };
  const isGivenUp = counted.some(({ state }) => state === 'cancelled');
  return { retainedSim: isGivenUp ? 'cancelled' : 'none', retainedSimCarrier: 'none' };
}

function waitsElsewhere(moved: Standing, counted: readonly Standing[]): boolean {
  const { state, end } = moved;
  return state === 'moved' && end !== null && !counted.some((other) => other !== moved && other.restoredAt >= end.at);
}

/** A number is kept with one carrier: another's card of the same number is the same only after it moved there. */
function isThisCard({ isThisNumber, isSameCarrier, state }: Standing): boolean {
  return isThisNumber && isSameCarrier !== (state === 'moved');
}

function carrierOf(kept: readonly Standing[]): RetainedFacts['retainedSimCarrier'] {
  if (kept.some(({ isSameCarrier, state }) => isSameCarrier === true && state === 'kept')) return 'same_carrier';
  return kept.some(({ isSameCarrier }) => isSameCarrier === null) ? 'none' : 'other_carrier';
}
