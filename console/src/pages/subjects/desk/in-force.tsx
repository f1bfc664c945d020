import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { Basis } from './basis';
import type { TabProps } from './subject-page';

type Measure = Schema<'InForceMeasure'>;

const WORDS = words({
  zh: {
    title: '今日执行中的措施',
    none: '今日没有执行中的措施。',
    until: (count: number, day: string) => `${count} 项,最迟至 ${day}`,
    measure: '措施',
    lastDay: '执行至(含当日)',
    why: '依据',
    tell: '对客户的告知',
  },
  en: {
    title: 'In force today',
    none: 'Nothing is in force today.',
    until: (count: number, day: string) => `${count}, the last until ${day}`,
    measure: 'Measure',
    lastDay: 'Last day',
    why: 'Why',
    tell: 'What the customer is told',
  },
});

/** What holds today, until when, under which article, and what an institution says about it. */
export function InForce({ timeline: { inForce }, isOpen }: TabProps & { isOpen: boolean }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const longest =
    inForce
      .map(({ lastDay }) => lastDay)
      .toSorted()
      .at(-1) ?? '';
  const columns: Column<Measure>[] = [
    { key: 'measure', title: said.measure, width: '22%', cell: ({ name }) => <strong>{name}</strong> },
    {
      key: 'lastDay',
      title: said.lastDay,
      width: 130,
      cell: ({ lastDay }) => <span className="tabular">{format.day(lastDay)}</span>,
    },
    { key: 'why', title: said.why, width: '34%', cell: (measure) => <Basis {...measure} /> },
    { key: 'tell', title: said.tell, cell: ({ tellCustomer }) => tellCustomer },
  ];
  return (
    <details className="in-force" open={isOpen}>
      <summary>
        <h2 className="part-title">{said.title}</h2> {inForce.length > 0 && said.until(inForce.length, longest)}
      </summary>
      {inForce.length === 0 ? (
        <p className="calm">{said.none}</p>
      ) : (
        <DataTable
          minWidth={600}
          label={said.title}
          rows={inForce}
          columns={columns}
          rowKey={({ measure }) => measure}
        />
      )}
    </details>
  );
}
