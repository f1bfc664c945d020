import { SettingOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

/** Whoever is signed in reaches `/account` from the top of every page. */
export const ADMINISTRATION: Section = {
  icon: <SettingOutlined />,
  title: words({ zh: { title: '系统管理' }, en: { title: 'Administration' } }),
  places: [
    { path: 'officers', title: words({ zh: { title: '民警账户' }, en: { title: 'Officers' } }), roles: ['admin'] },
    { path: 'clients', title: words({ zh: { title: '接口客户端' }, en: { title: 'API clients' } }), roles: ['admin'] },
    { path: 'institutions', title: words({ zh: { title: '机构' }, en: { title: 'Institutions' } }), roles: ['admin'] },
  ],
  routes: [
    { path: 'officers', lazy: async () => ({ Component: (await import('./officers/officers-page')).OfficersPage }) },
    { path: 'clients', lazy: async () => ({ Component: (await import('./clients/clients-page')).ClientsPage }) },
    {
      path: 'institutions',
      lazy: async () => ({ Component: (await import('./institutions/institutions-page')).InstitutionsPage }),
    },
    { path: 'account', lazy: async () => ({ Component: (await import('../account/account-page')).AccountPage }) },
  ],
};
