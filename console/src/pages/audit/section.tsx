import { SafetyCertificateOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

export const AUDIT: Section = {
  icon: <SafetyCertificateOutlined />,
  places: [
    { path: 'audit', title: words({ zh: { title: '审计' }, en: { title: 'Audit trail' } }), roles: ['auditor'] },
  ],
  routes: [{ path: 'audit', lazy: async () => ({ Component: (await import('./audit-page')).AuditPage }) }],
};
