import { Tag } from 'antd';
import type { Schema } from '../../api/client';
import { useWords, words } from '../../language/words';

/** A list as it stands in the register of lists. */
export type List = Schema<'ListItemResponse'>;
/** What a page about one list knows of it. */
export type ListDetail = Schema<'ListDetailResponse'>;

/** In the order of a list's life. */
export const LIST_STATES = ['draft', 'submitted', 'approved', 'rejected', 'withdrawn'] as const;
export const LIST_PURPOSES = ['sanctions', 'card_blacklist'] as const;

/** What officers call the states and purposes of lists. */
export const LIST_WORDS = words({
  zh: {
    states: { draft: '草稿', submitted: '待审批', approved: '已批准', rejected: '已驳回', withdrawn: '已撤回' },
    purposes: { sanctions: '惩戒名单', card_blacklist: '断卡线索' },
  },
  en: {
    states: {
      draft: 'Draft',
      submitted: 'Submitted',
      approved: 'Approved',
      rejected: 'Rejected',
      withdrawn: 'Withdrawn',
    },
    purposes: { sanctions: 'Sanctions', card_blacklist: 'Card leads' },
  },
});

const COLOURS: Readonly<Record<List['state'], string>> = {
  draft: 'default',
  submitted: 'gold',
  approved: 'green',
  rejected: 'red',
  withdrawn: 'default',
};

/** The state of a list as a tag. */
export function ListState({ state }: { state: List['state'] }) {
  return <Tag color={COLOURS[state]}>{useWords(LIST_WORDS).states[state]}</Tag>;
}
