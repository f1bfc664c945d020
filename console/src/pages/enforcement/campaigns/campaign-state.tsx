import { Tag } from 'antd';
import type { Schema } from '../../../api/client';
import { useWords } from '../../../language/words';
import { WORDS } from './words';

type State = Schema<'CampaignView'>['state'];

const COLOURS: Readonly<Record<State, string>> = {
  draft: 'default',
  selecting: 'gold',
  running: 'blue',
  closed: 'green',
  cancelled: 'default',
};

export function CampaignState({ state }: { state: State }) {
  const { states } = useWords(WORDS);
  return <Tag color={COLOURS[state]}>{states[state]}</Tag>;
}
