import type { LocalDate } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';

/** The two lists of the credit side: serious dishonesty, which is published, and the credit database. */
export type CreditList = 'dishonesty' | 'database';

/** The measure that puts somebody on each list. */
export const MEASURES: Readonly<Record<CreditList, string>> = {
  dishonesty: 'credit.dishonesty_list',
  database: 'credit.database',
};

export type CreditNewsKind = 'entry' | 'correction' | 'removal';

/** Why something is told, in Chinese and English. */
const REASONS = {
  listed: ['依惩戒认定列入', 'Listed, as a sanction says'],
  extended: ['惩戒期限延长,以本条为准', 'The sanction lasts longer: this item takes the place of the earlier one'],
  shortened: ['惩戒期限缩短,以本条为准', 'The sanction lasts shorter: this item takes the place of the earlier one'],
  changed: [
    '所依据的惩戒变更,以本条为准',
    'It rests on another sanction: this item takes the place of the earlier one',
  ],
  ended: ['惩戒期限届满,移出', 'The sanction has ended: the entry is removed'],
  lifted: ['惩戒提前解除', 'The sanction was lifted early'],
  suspended: ['申诉期间中止惩戒效力', 'The effect of the sanction is suspended while an appeal is heard'],
  annulled: [
    '惩戒认定已撤销:原记录自始不应存在,应当删除并更正',
    'The sanction was annulled: the earlier entry never should have been, and is to be deleted',
  ],
  withdrawn: ['不再具备列入条件,移出', 'It is no longer to be listed: the entry is removed'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type CreditReason = keyof typeof REASONS;

/** Standings of a sanction that take away its effect before its last day. */
export const ENDINGS = ['suspended', 'lifted', 'annulled'] as const;
type Ending = (typeof ENDINGS)[number];

/** An item and the one before it, as far as they tell why. */
export interface CreditChange {
  kind: CreditNewsKind;
  /** Day it was told, Asia/Shanghai. */
  toldOn: LocalDate;
  lastDay: LocalDate;
  /** Null of an entry. */
  previous: PreviousItem | null;
}

/** The item that is corrected or removed. */
export interface PreviousItem {
  lastDay: LocalDate;
  /** Of the sanction it rested on, at the revision the new item was issued for. */
  standing: string | null;
  /** What first ended its effect; null if nothing did. Books may be ahead of the revision that is worked off. */
  became: Ending | null;
  isOfSameSanction: boolean;
}

/** Why an entry was made, corrected or removed. What is known later changes no reason. */
export function reasonOf({ kind, toldOn, lastDay, previous }: CreditChange): CreditReason {
  if (previous === null) return 'listed';
  // Whoever keeps a list has to know first of all that something never should have been on it.
  const ending = ENDINGS.find((one) => one === previous.standing);
  if (ending !== undefined) return ending;
  if (kind === 'removal') return previous.lastDay < toldOn ? 'ended' : (previous.became ?? 'withdrawn');
  if (previous.lastDay < lastDay) return 'extended';
  if (!previous.isOfSameSanction && previous.became !== null) return previous.became;
  return previous.lastDay === lastDay ? 'changed' : 'shortened';
}

/** The reason in words. */
export function reasonText(reason: CreditReason, language: Language): string {
  return REASONS[reason][language === 'en' ? 1 : 0];
}
