import { FileDoneOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

export const LISTS: Section = {
  icon: <FileDoneOutlined />,
  places: [
    {
      path: 'lists',
      title: words({ zh: { title: '惩戒名单' }, en: { title: 'Sanction lists' } }),
      roles: ['submitter', 'approver', 'auditor', 'appeals'],
    },
  ],
  routes: [
    { path: 'lists', lazy: async () => ({ Component: (await import('./lists-page')).ListsPage }) },
    { path: 'lists/new', lazy: async () => ({ Component: (await import('./new/new-list-page')).NewListPage }) },
    { path: 'lists/:id', lazy: async () => ({ Component: (await import('./list/list-page')).ListPage }) },
  ],
};
