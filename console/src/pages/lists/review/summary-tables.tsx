import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useLanguage } from '../../../language/language';
import { useWords, words } from '../../../language/words';
import { DataTable, type Column } from '../../../parts/data-table';

const WORDS = words({
  zh: {
    ground: '惩戒情形',
    regime: '适用办法',
    category: '惩戒类别',
    kind: '对象类型',
    organ: '认定单位',
    measure: '惩戒措施',
    refused: '未受理原因',
    cardKind: '卡种',
    status: '名单类型',
    institution: '开户机构',
    unregistered: '未登记的卡',
    count: '行数',
    longest: '最晚期满日',
    capped: '受上限限制',
  },
  en: {
    ground: 'Ground',
    regime: 'Regime',
    category: 'Category',
    kind: 'Kind of subject',
    organ: 'Identifying organ',
    measure: 'Measure',
    refused: 'Refused because',
    cardKind: 'Kind of card',
    status: 'Listing',
    institution: 'Institution',
    unregistered: 'Cards nobody registered',
    count: 'Rows',
    longest: 'Longest until',
    capped: 'Capped',
  },
});

interface Counted {
  key: string;
  name: ReactNode;
  count: number;
}

/** The rows by what they are about, each breakdown a table of its own. */
export function SummaryTables({ summary }: { summary: Schema<'SummaryResponse'> }) {
  const breakdowns = useBreakdowns(summary).filter(([, rows]) => rows.length > 0);
  const { sanctions } = summary;
  return (
    <>
      {sanctions !== null && <Measures measures={sanctions.byMeasure} />}
      <div className="list-panels">
        {breakdowns.map(([title, rows]) => (
          <Breakdown key={title} title={title} rows={rows} />
        ))}
      </div>
    </>
  );
}

function useBreakdowns({ sanctions, cards, refused }: Schema<'SummaryResponse'>): [string, Counted[]][] {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const language = useLanguage();
  const titled = ({ zh, en }: Schema<'Wording'>): string => (language === 'en' ? en : zh);
  const rows = <Item extends { count: number }>(items: readonly Item[] = [], nameOfItem: (item: Item) => ReactNode) =>
    items.map((item, index) => ({ key: String(index), name: nameOfItem(item), count: item.count }));
  return [
    [said.ground, rows(sanctions?.byGround, ({ title }) => titled(title))],
    [said.regime, rows(sanctions?.byRegime, ({ title }) => titled(title))],
    [said.category, rows(sanctions?.byCategory, ({ title }) => titled(title))],
    [said.kind, rows(sanctions?.bySubjectKind, ({ kind }) => nameOf('subjectKinds', kind))],
    [said.organ, rows(sanctions?.byOrgan, ({ name }) => name)],
    [said.cardKind, rows(cards?.byKind, ({ title }) => titled(title))],
    [said.status, rows(cards?.byStatus, ({ status }) => nameOf('listings', status))],
    [said.institution, rows(cards?.byInstitution, ({ name }) => name ?? said.unregistered)],
    [
      said.refused,
      rows(refused, ({ code, reason }) => <Link to={`?tab=rows&verdict=rejected&code=${code}`}>{titled(reason)}</Link>),
    ],
  ];
}

function Breakdown({ title, rows }: { title: string; rows: readonly Counted[] }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const columns: Column<Counted>[] = [
    { key: 'name', title, cell: ({ name }) => name },
    { key: 'count', title: said.count, width: 90, isNumber: true, cell: ({ count }) => format.number(count) },
  ];
  return <DataTable columns={columns} rows={rows} rowKey={({ key }) => key} label={title} minWidth={200} />;
}

/** What would be imposed on how many, and until when at the latest. */
function Measures({ measures }: { measures: readonly Schema<'MeasureCount'>[] }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const language = useLanguage();
  const columns: Column<Schema<'MeasureCount'>>[] = [
    { key: 'measure', title: said.measure, cell: ({ title }) => (language === 'en' ? title.en : title.zh) },
    { key: 'count', title: said.count, width: 110, isNumber: true, cell: ({ count }) => format.number(count) },
    {
      key: 'longest',
      title: said.longest,
      width: 150,
      isNumber: true,
      cell: ({ longestLastDay }) => format.day(longestLastDay),
    },
    { key: 'capped', title: said.capped, width: 120, isNumber: true, cell: ({ capped }) => format.number(capped) },
  ];
  return (
    <DataTable
      columns={columns}
      rows={measures}
      rowKey={({ measure }) => measure}
      label={said.measure}
      minWidth={560}
    />
  );
}
