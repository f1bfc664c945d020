import { SolutionOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';
import type { Role } from '../../session/session';

/** Who may open the queue. */
export const APPEAL_READERS: readonly Role[] = ['appeals', 'submitter', 'approver', 'auditor'];

export const APPEALS: Section = {
  icon: <SolutionOutlined />,
  title: words({ zh: { title: '申诉与解除' }, en: { title: 'Due process' } }),
  places: [
    { path: 'appeals', title: words({ zh: { title: '申诉' }, en: { title: 'Appeals' } }), roles: APPEAL_READERS },
    { path: 'liftings', title: words({ zh: { title: '提前解除' }, en: { title: 'Liftings' } }), roles: APPEAL_READERS },
  ],
  routes: [
    { path: 'appeals', lazy: async () => ({ Component: (await import('./appeals-page')).AppealsPage }) },
    { path: 'appeals/new', lazy: async () => ({ Component: (await import('./filing-page')).FilingPage }) },
    { path: 'appeals/:id', lazy: async () => ({ Component: (await import('./appeal-page')).AppealPage }) },
    { path: 'appeals/:id/receipt', lazy: async () => ({ Component: (await import('./receipt-page')).ReceiptPage }) },
    { path: 'liftings', lazy: async () => ({ Component: (await import('../liftings/liftings-page')).LiftingsPage }) },
    { path: 'liftings/:id', lazy: async () => ({ Component: (await import('../liftings/lifting-page')).LiftingPage }) },
  ],
};
