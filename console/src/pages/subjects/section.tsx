import { SearchOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

export const SUBJECTS: Section = {
  icon: <SearchOutlined />,
  places: [{ path: 'subjects', title: words({ zh: { title: '对象查询' }, en: { title: 'Search' } }) }],
  routes: [
    { path: 'subjects', lazy: async () => ({ Component: (await import('./search-page')).SearchPage }) },
    { path: 'subjects/:id', lazy: async () => ({ Component: (await import('./desk/subject-page')).SubjectPage }) },
  ],
};
