import { words } from '../../language/words';
import type { FigureName } from './figures';

/** What the numbers of the dashboard are called, short; and what exactly they count. */
export const FIGURE_WORDS = words({
  zh: {
    subjects: ['惩戒对象', '至少有一项惩戒有效的个人和单位'],
    inForce: ['有效', '截至统计日仍在执行的惩戒'],
    new: ['新增', '期间内经批准列入的惩戒'],
    ended: ['到期', '期间内期限届满的惩戒'],
    lifted: ['解除', '期间内提前解除的惩戒'],
    annulled: ['撤销', '期间内撤销的惩戒,视为自始没有'],
    issued: ['下发指令', '期间内发给机构的执行指令'],
    enforcedShare: ['执行率', '针对单张卡的限制指令中,机构回复已执行的比例'],
    toEnforce: ['执行耗时', '从下发到执行的中位时间'],
    toRelease: ['恢复耗时', '从解除指令下发到恢复的中位时间'],
    overdue: ['逾期', '期间内下发、已超时限、机构尚未回复的指令'],
    filed: ['申诉', '期间内登记的申诉'],
    upheldShare: ['成立率', '期间内作出决定的申诉中成立的比例'],
  },
  en: {
    subjects: ['Subjects', 'Persons and units under at least one sanction'],
    inForce: ['In force', 'Sanctions that run on the day of the count'],
    new: ['New', 'Sanctions approved in the period'],
    ended: ['Ended', 'Sanctions whose term ran out in the period'],
    lifted: ['Lifted', 'Sanctions ended early in the period'],
    annulled: ['Annulled', 'Sanctions annulled in the period, as if they never were'],
    issued: ['Directives', 'Directives sent to institutions in the period'],
    enforcedShare: [
      'Enforced',
      'Share of the restricting directives on single cards that institutions say they executed',
    ],
    toEnforce: ['To enforce', 'Median time from issue to execution'],
    toRelease: ['To release', 'Median time from the releasing directive to the release'],
    overdue: ['Overdue', 'Directives of the period that are past their time and unanswered'],
    filed: ['Appeals', 'Appeals filed in the period'],
    upheldShare: ['Upheld', 'Share upheld of the appeals decided in the period'],
  },
} satisfies Record<'zh' | 'en', Record<FigureName, [name: string, meaning: string]>>);
