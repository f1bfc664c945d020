import { Tag, Tooltip } from 'antd';
import type { Schema } from '../../api/client';
import { useWords, words } from '../../language/words';

type Level = Schema<'ReasonView'>['confidence'];

const WORDS = words({
  zh: {
    enacted: ['条文', '依据已公布的条文原文'],
    official: ['官方', '依据官方说明,未见条文原文'],
    secondary: ['转述', '依据可信的转述'],
    interpretation: ['解释', '本系统的解释,须由法制部门确认'],
    unread: ['未读', '条文未能读到,本系统不作判断'],
  },
  en: {
    enacted: ['enacted', 'Rests on the wording of the law'],
    official: ['official', 'Rests on an official statement; the wording was not read'],
    secondary: ['secondary', 'Rests on a secondary source'],
    interpretation: ['interpretation', 'An interpretation of this system, to be confirmed by lawyers'],
    unread: ['unread', 'The text could not be read; this system does not know'],
  },
} satisfies Record<'zh' | 'en', Record<Level, [string, string]>>);

const COLOURS: Record<Level, string> = {
  enacted: 'green',
  official: 'blue',
  secondary: 'gold',
  interpretation: 'magenta',
  unread: 'red',
};

/** How sure a statement about the law is. */
export function Confidence({ level }: { level: Level }) {
  const [name, meaning] = useWords(WORDS)[level];
  return (
    <Tooltip title={meaning}>
      <Tag color={COLOURS[level]} tabIndex={0}>
        {name}
      </Tag>
    </Tooltip>
  );
}
