import type { SanctionState } from './state-tag';
import type { Timeline } from './subject-page';

type Sanction = Timeline['sanctions'][number];

/** Today in Asia/Shanghai, as the service writes days. */
export function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(new Date());
}

/** How a sanction stands today. */
export function stateOf({ standing, liftedAt, measures }: Sanction): SanctionState {
  if (standing === 'annulled' || standing === 'suspended') return standing;
  if (liftedAt !== null && new Date(liftedAt) <= new Date()) return 'lifted';
  if (measures.some(({ isInForce }) => isInForce)) return 'in_force';
  return measures.some(({ firstDay }) => firstDay > today()) ? 'upcoming' : 'ended';
}
