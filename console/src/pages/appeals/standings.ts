import type { Schema } from '../../api/client';
import { words } from '../../language/words';

/** How a sanction stands, to those who decide on it. */
export const STANDINGS = words({
  zh: {
    standing: '执行中',
    appealed: '申诉中,继续执行',
    suspended: '申诉中,暂停执行',
    lifted: '已提前解除',
    annulled: '已撤销',
  },
  en: {
    standing: 'in force',
    appealed: 'appealed, restricts on',
    suspended: 'appealed, effect suspended',
    lifted: 'lifted early',
    annulled: 'annulled',
  },
});

/** States in which nothing is decided yet. */
export const PENDING: readonly Schema<'AppealResponse'>['state'][] = ['filed', 'accepted', 'verified'];
