import type { Schema } from '../../../api/client';
import { words } from '../../../language/words';

type Directive = Schema<'DirectiveView'>;

/** Where a directive stands, as officers ask for it: which filters of the service that is. */
export const STANDINGS = {
  pending: { state: 'pending', ended: 'false' },
  overdue: { state: 'pending', overdue: 'true' },
  answered: { state: 'all', receipt: 'any' },
  executed: { state: 'all', receipt: 'executed' },
  refused: { state: 'all', receipt: 'refused' },
  not_found: { state: 'all', receipt: 'not_found' },
  withdrawn: { state: 'all', receipt: 'none', ended: 'true' },
  all: { state: 'all' },
} as const;

export type Standing = keyof typeof STANDINGS;

export const STANDING_KEYS = [
  'pending',
  'overdue',
  'answered',
  'executed',
  'refused',
  'not_found',
  'withdrawn',
  'all',
] as const satisfies readonly Standing[];

export const STANDING_WORDS = words({
  zh: {
    pending: '待回执',
    overdue: '逾期',
    answered: '已回执',
    executed: '已执行',
    refused: '拒绝执行',
    not_found: '未找到',
    withdrawn: '已终止',
    all: '全部状态',
  },
  en: {
    pending: 'Pending',
    overdue: 'Overdue',
    answered: 'Answered',
    executed: 'Done',
    refused: 'Refused',
    not_found: 'Not found',
    withdrawn: 'Ended',
    all: 'All states',
  },
});

export const STANDING_COLOURS: Readonly<Record<Standing, string>> = {
  pending: 'blue',
  overdue: 'red',
  answered: 'default',
  executed: 'green',
  refused: 'volcano',
  not_found: 'gold',
  withdrawn: 'default',
  all: 'default',
};

/** Where one directive stands. */
export function standingOf({ receipt, isOverdue, endedAt }: Directive): Standing {
  if (receipt !== null) return receipt.result;
  if (isOverdue) return 'overdue';
  return endedAt === null ? 'pending' : 'withdrawn';
}
