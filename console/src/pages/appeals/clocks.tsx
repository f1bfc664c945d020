import { Tag } from 'antd';
import type { Schema } from '../../api/client';
import { today, useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Confidence } from '../../parts/values/confidence';
import { DataTable, type Column } from '../../parts/tables/data-table';

type Clock = Schema<'AppealClockView'>;
type Level = Schema<'ReasonView'>['confidence'];

const WORDS = words({
  zh: {
    title: '法定期限',
    step: '期限',
    basis: '依据',
    from: '起算日',
    due: '到期日',
    notBegun: '未开始',
    unread: '天数未读到',
    overdue: (day: string) => `${day} 已逾期`,
    steps: { acceptance: '受理', verification: '核查', reply: '答复', lifting: '解除' },
  },
  en: {
    title: 'Statutory time limits',
    step: 'Limit',
    basis: 'Basis',
    from: 'From',
    due: 'Due',
    notBegun: 'not begun',
    unread: 'days not read',
    overdue: (day: string) => `${day} overdue`,
    steps: { acceptance: 'Acceptance', verification: 'Verification', reply: 'Reply', lifting: 'Lifting' },
  },
});

const LEVELS: Record<Clock['mark'], Level> = {
  V: 'enacted',
  P: 'official',
  S: 'secondary',
  I: 'interpretation',
  N: 'unread',
};

/** The time limits of an appeal with what they rest on. One whose days nobody has read is shown without a day. */
export function Clocks({ clocks }: { clocks: readonly Clock[] }) {
  const said = useWords(WORDS);
  const columns: Column<Clock>[] = [
    { key: 'step', title: said.step, width: '30%', cell: ({ step }) => said.steps[step] },
    { key: 'from', title: said.from, width: '32%', cell: ({ startedOn }) => startedOn ?? said.notBegun },
    { key: 'due', title: said.due, cell: ({ dueOn, days }) => <Due dueOn={dueOn} isRead={days !== null} /> },
  ];
  const bases = new Map(clocks.map((clock) => [`${clock.title} ${clock.mark} ${clock.note}`, clock]));
  return (
    <>
      <DataTable columns={columns} rows={clocks} rowKey={({ step }) => step} label={said.title} minWidth={300} />
      {[...bases].map(([key, { title, mark, note }]) => (
        <p key={key} style={{ marginBlock: '8px 0' }}>
          {said.basis}: {title} <Confidence level={LEVELS[mark]} />
          <span className="secondary">{note}</span>
        </p>
      ))}
    </>
  );
}

/** Until when something is due; that the law's number of days was not read is said plainly. */
export function Due({ dueOn, isRead }: { dueOn: string | null; isRead: boolean }) {
  const { unread, overdue } = useWords(WORDS);
  const format = useFormat();
  if (dueOn === null) return isRead ? format.day(null) : <span className="secondary">{unread}</span>;
  return dueOn < today() ? <Tag color="red">{overdue(dueOn)}</Tag> : format.day(dueOn);
}
