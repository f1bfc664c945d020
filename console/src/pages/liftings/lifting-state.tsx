import { Tag } from 'antd';
import type { Schema } from '../../api/client';
import { useWords, words } from '../../language/words';

type State = Schema<'LiftingResponse'>['state'];

/** What officers call the states of a proposal to end a sanction early. */
export const LIFTING_STATES = words({
  zh: { proposed: '待审批', approved: '已批准', rejected: '已驳回' },
  en: { proposed: 'To decide', approved: 'Approved', rejected: 'Rejected' },
});

const COLOURS: Readonly<Record<State, string>> = { proposed: 'gold', approved: 'green', rejected: 'red' };

export function LiftingState({ state }: { state: State }) {
  return <Tag color={COLOURS[state]}>{useWords(LIFTING_STATES)[state]}</Tag>;
}
