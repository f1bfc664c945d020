import { momentOf, today } from '../../../language/format';
import { stateOf } from '../desk/sanction-state';
import type { Timeline } from '../desk/subject-page';

/** How a term stands: what is `superseded` is known better since, `cut` was still to run when the sanction was lifted. */
export const BAR_STATES = ['in_force', 'upcoming', 'suspended', 'ended', 'cut', 'superseded', 'annulled'] as const;
export type BarState = (typeof BAR_STATES)[number];

/** The term of one measure of one sanction. */
export interface Bar {
  measure: string;
  name: string;
  regimeName: string;
  firstDay: string;
  lastDay: string;
  from: number;
  to: number;
  state: BarState;
  isCapped: boolean;
  /** Terms of one measure that overlap lie beside each other. */
  slot: number;
}

type Sanction = Timeline['sanctions'][number];
type Term = Pick<Bar, 'measure' | 'name' | 'firstDay' | 'lastDay'>;

const DAY_MS = 86_400_000;

/** The terms of all sanctions as bars over time, oldest first. */
export function barsOf({ sanctions }: Timeline): Bar[] {
  const bars = sanctions.flatMap(barsOfSanction).toSorted((left, right) => left.from - right.from);
  const ends = new Map<string, number[]>();
  return bars.map((bar) => {
    const taken = ends.get(bar.measure) ?? [];
    const free = taken.findIndex((end) => end <= bar.from);
    const slot = free === -1 ? taken.length : free;
    taken[slot] = bar.to;
    ends.set(bar.measure, taken);
    return { ...bar, slot };
  });
}

function barsOfSanction(sanction: Sanction): Omit<Bar, 'slot'>[] {
  const { regimeName, standing, liftedAt, measures, superseded } = sanction;
  const old = standing === 'annulled' ? 'annulled' : 'superseded';
  return [
    ...superseded.map((term) => bar(regimeName, term, old, false)),
    ...measures.flatMap((term) => {
      const whole = bar(regimeName, term, stateOfTerm(sanction, term), term.isCapped);
      const cutAt = liftedAt === null ? Infinity : momentOf(liftedAt);
      if (standing !== 'lifted' || cutAt >= whole.to) return [whole];
      const cut: Omit<Bar, 'slot'> = { ...whole, from: Math.max(cutAt, whole.from), state: 'cut' };
      return cutAt <= whole.from ? [cut] : [{ ...whole, to: cutAt, state: 'ended' as const, isCapped: false }, cut];
    }),
  ];
}

function stateOfTerm(sanction: Sanction, { isInForce, firstDay }: Sanction['measures'][number]): BarState {
  if (isInForce) return 'in_force';
  const state = stateOf(sanction);
  if (state === 'suspended') return 'suspended';
  return firstDay > today() ? 'upcoming' : 'ended';
}

/** A last day runs to its end. */
function bar(regimeName: string, term: Term, state: BarState, isCapped: boolean): Omit<Bar, 'slot'> {
  const { measure, name, firstDay, lastDay } = term;
  const days = { from: momentOf(firstDay), to: momentOf(lastDay) + DAY_MS };
  return { measure, name, regimeName, firstDay, lastDay, ...days, state, isCapped };
}
