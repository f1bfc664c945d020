import { Tag } from 'antd';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import type { Schema } from '../../../api/client';
import { STANDING_COLOURS, STANDING_WORDS, standingOf } from './standings';
import { WORDS } from './words';

type Directive = Schema<'DirectiveView'>;

export function StandingTag({ directive }: { directive: Directive }) {
  const names = useWords(STANDING_WORDS);
  const standing = standingOf(directive);
  return <Tag color={STANDING_COLOURS[standing]}>{names[standing]}</Tag>;
}

/** By when a receipt is due, and how many working days ago that was. */
export function DueTime({ directive }: { directive: Directive }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const { dueAt, isOverdue, lateWorkingDays = 0 } = directive;
  if (!isOverdue) return format.instant(dueAt);
  const late = lateWorkingDays === 0 ? said.lateToday : said.late(format.number(lateWorkingDays));
  return (
    <>
      {format.instant(dueAt)} <span className="late">{late}</span>
    </>
  );
}

/** How many working days it has been waited for; nothing on the first. */
export function Age({ directive: { openWorkingDays } }: { directive: Directive }) {
  const said = useWords(WORDS);
  const format = useFormat();
  return openWorkingDays === undefined || openWorkingDays === 0 ? null : said.waiting(format.number(openWorkingDays));
}
