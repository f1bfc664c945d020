import { Tag } from 'antd';
import { useNameOf } from '../../../api/catalogue';
import type { Schema } from '../../../api/client';

/** How a sanction stands now. */
export type SanctionState = NonNullable<Schema<'FoundSubjectView'>['heaviest']>;

const COLOURS: Record<SanctionState, string> = {
  in_force: 'red',
  upcoming: 'blue',
  suspended: 'gold',
  ended: 'default',
  lifted: 'green',
  annulled: 'default',
};

export function StateTag({ state }: { state: SanctionState }) {
  return <Tag color={COLOURS[state]}>{useNameOf()('sanctionStates', state)}</Tag>;
}
