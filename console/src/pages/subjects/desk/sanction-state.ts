import type { Schema } from '../../../api/client';
import { today } from '../../../language/format';
import type { Timeline } from './subject-page';

type Sanction = Timeline['sanctions'][number];
type SanctionState = NonNullable<Schema<'FoundSubjectView'>['heaviest']>;

/** How a sanction stands today. */
export function stateOf({ standing, liftedAt, measures }: Sanction): SanctionState {
  if (standing === 'annulled' || standing === 'suspended') return standing;
  if (liftedAt !== null && new Date(liftedAt) <= new Date()) return 'lifted';
  if (measures.some(({ isInForce }) => isInForce)) return 'in_force';
  return measures.some(({ firstDay }) => firstDay > today()) ? 'upcoming' : 'ended';
}
