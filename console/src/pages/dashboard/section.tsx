import { DashboardOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

export const DASHBOARD: Section = {
  icon: <DashboardOutlined />,
  places: [{ path: '', title: words({ zh: { title: '工作台' }, en: { title: 'Dashboard' } }) }],
  routes: [{ index: true, lazy: async () => ({ Component: (await import('./dashboard-page')).DashboardPage }) }],
};
