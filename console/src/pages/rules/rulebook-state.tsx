import { Tag } from 'antd';
import type { Schema } from '../../api/client';
import { useWords, words } from '../../language/words';

export type RulebookSummary = Schema<'RulebookSummary'>;

/** What the states are called. */
export const STATE_WORDS = words({
  zh: { candidate: '候选', published: '待生效', in_force: '生效中', superseded: '已被取代' },
  en: { candidate: 'Candidate', published: 'To come into force', in_force: 'In force', superseded: 'Superseded' },
});

const COLOURS = { candidate: 'gold', published: 'blue', in_force: 'green', superseded: 'default' };

/** Whether a rulebook counts. */
export function RulebookState({ state }: { state: RulebookSummary['state'] }) {
  return <Tag color={COLOURS[state]}>{useWords(STATE_WORDS)[state]}</Tag>;
}

/** Enough of a hash to tell it from the others of this service. */
export function shortHash(hash: string): string {
  return hash.replace('sha256:', '').slice(0, 12);
}
