import { SendOutlined } from '@ant-design/icons';
import { redirect } from 'react-router';
import type { Section } from '../../app/section';
import { words } from '../../language/words';
import type { Role } from '../../session/session';

/** Who reads about single cards; the others see numbers of them. */
const DESK: readonly Role[] = ['submitter', 'approver', 'appeals', 'auditor'];

export const ENFORCEMENT: Section = {
  icon: <SendOutlined />,
  title: words({ zh: { title: '执行监督' }, en: { title: 'Enforcement' } }),
  places: [
    { path: 'scoreboard', title: words({ zh: { title: '机构执行情况' }, en: { title: 'Scoreboard' } }) },
    { path: 'directives', title: words({ zh: { title: '执行指令' }, en: { title: 'Directives' } }) },
    { path: 'reconciliation', title: words({ zh: { title: '对账' }, en: { title: 'Reconciliation' } }) },
    {
      path: 'card-orders',
      title: words({ zh: { title: '止付冻结' }, en: { title: 'Stops and freezes' } }),
      roles: DESK,
    },
    { path: 'campaigns', title: words({ zh: { title: '核验行动' }, en: { title: 'Campaigns' } }) },
    { path: 'retained-sims', title: words({ zh: { title: '保留号码' }, en: { title: 'Kept numbers' } }), roles: DESK },
  ],
  routes: [
    {
      path: 'scoreboard',
      lazy: async () => ({ Component: (await import('./scoreboard/scoreboard-page')).ScoreboardPage }),
    },
    {
      path: 'directives',
      lazy: async () => ({ Component: (await import('./directives/directives-page')).DirectivesPage }),
    },
    {
      path: 'directives/:id',
      lazy: async () => ({ Component: (await import('./directives/directive-page')).DirectivePage }),
    },
    { path: 'escalations', loader: () => redirect('/directives?tab=overdue') },
    { path: 'cards/:id', lazy: async () => ({ Component: (await import('./cards/card-page')).CardPage }) },
    {
      path: 'reconciliation',
      lazy: async () => ({ Component: (await import('./reconciliation/reconciliation-page')).ReconciliationPage }),
    },
    {
      path: 'reconciliation/:id',
      lazy: async () => ({ Component: (await import('./reconciliation/task-page')).TaskPage }),
    },
    {
      path: 'campaigns',
      lazy: async () => ({ Component: (await import('./campaigns/campaigns-page')).CampaignsPage }),
    },
    {
      path: 'campaigns/:id',
      lazy: async () => ({ Component: (await import('./campaigns/campaign-page')).CampaignPage }),
    },
    { path: 'card-orders', lazy: async () => ({ Component: (await import('./orders/orders-page')).OrdersPage }) },
    { path: 'card-orders/:id', lazy: async () => ({ Component: (await import('./orders/order-page')).OrderPage }) },
    {
      path: 'retained-sims',
      lazy: async () => ({ Component: (await import('./retained/retained-page')).RetainedPage }),
    },
  ],
};
