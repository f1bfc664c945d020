import { Tag } from 'antd';
import { useWords, words } from '../../../language/words';
import type { Entry } from './entry-content';

/** What the service made of a row. */
export const VERDICT_WORDS = words({
  zh: { accepted: '受理', rejected: '未受理' },
  en: { accepted: 'Accepted', rejected: 'Refused' },
});

export function VerdictTag({ verdict }: { verdict: Entry['verdict'] }) {
  return <Tag color={verdict === 'accepted' ? 'green' : 'red'}>{useWords(VERDICT_WORDS)[verdict]}</Tag>;
}
