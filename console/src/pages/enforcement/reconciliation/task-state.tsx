import { Tag } from 'antd';
import type { Schema } from '../../../api/client';
import { useNameOf } from '../../../api/catalogue';
import { useWords } from '../../../language/words';
import { WORDS } from './words';

type Task = Schema<'TaskResponse'>;

const COLOURS: Readonly<Record<Task['state'], string>> = {
  open: 'red',
  answered: 'gold',
  closed: 'green',
  resolved: 'default',
};

export function TaskState({ state }: { state: Task['state'] }) {
  const { states } = useWords(WORDS);
  return <Tag color={COLOURS[state]}>{states[state]}</Tag>;
}

/** What is to be imposed on a card, in words. */
export function useExpected(): (expected: Task['expected']) => string {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  return ({ action, measure }) => {
    if (action === null || measure === null) return said.nothingExpected;
    return `${nameOf('directiveActions', action)} · ${nameOf('measures', measure)}`;
  };
}
