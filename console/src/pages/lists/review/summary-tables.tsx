import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useLanguage } from '../../../language/language';
import { useWords, words } from '../../../language/words';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { COUNTED_WORDS } from '../rows/counted';

const WORDS = words({
  zh: { refused: '未受理原因', count: '行数', longest: '最晚期满日' },
  en: { refused: 'Refused because', count: 'Rows', longest: 'Longest until' },
});

type Sanctions = NonNullable<Schema<'SummaryResponse'>['sanctions']>;

interface Counted {
  name: string;
  count: number;
  /** The rows that are counted, as the service is asked for them; undefined where it cannot tell them apart. */
  filter: string | undefined;
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
  const by = useWords(COUNTED_WORDS);
  const nameOf = useNameOf();
  const titled = useTitled();
  const rows = <Item extends { count: number }>(
    items: readonly Item[] = [],
    describe: (item: Item) => readonly [name: string, filter: string | undefined],
  ): Counted[] =>
    items.map((item) => {
      const [name, filter] = describe(item);
      return { name, count: item.count, filter };
    });
  return [
    [by.ground, rows(sanctions?.byGround, ({ ground, title }) => [titled(title), counted('ground', ground)])],
    [by.regime, rows(sanctions?.byRegime, ({ regime, title }) => [titled(title), counted('regime', regime)])],
    [
      by.category,
      rows(sanctions?.byCategory, ({ regime, category, title }) => [
        titled(title),
        counted('category', `${regime}/${category}`),
      ]),
    ],
    [by.kind, rows(sanctions?.bySubjectKind, ({ kind }) => [nameOf('subjectKinds', kind), counted('kind', kind)])],
    [by.organ, rows(sanctions?.byOrgan, (organ) => [organ.name, ofOrgan(organ, sanctions?.byOrgan ?? [])])],
    [by.cardKind, rows(cards?.byKind, ({ kind, title }) => [titled(title), counted('cardKind', kind)])],
    [by.status, rows(cards?.byStatus, ({ status }) => [nameOf('listings', status), counted('status', status)])],
    [
      by.institution,
      rows(cards?.byInstitution, ({ code, name }) =>
        code === null ? [by.unregistered, counted('unregistered')] : [name ?? code, counted('institution', code)],
      ),
    ],
    [said.refused, rows(refused, ({ code, reason }) => [titled(reason), `verdict=rejected&code=${code}`])],
  ];
}

/** What the rows are called that a number counts. */
function counted(by: keyof (typeof COUNTED_WORDS)['zh'], key?: string): string {
  return new URLSearchParams({ counted: key === undefined ? by : `${by}:${key}` }).toString();
}

/** Rows are found by code and level of their organ, and counted by its name as well, which has no place in an address. */
function ofOrgan({ code, level }: Sanctions['byOrgan'][number], all: Sanctions['byOrgan']): string | undefined {
  const spellings = all.filter((other) => other.code === code && other.level === level);
  return spellings.length === 1 ? counted('organ', `${code}/${level}`) : undefined;
}

function useTitled(): (title: Schema<'Wording'>) => string {
  const language = useLanguage();
  return ({ zh, en }) => (language === 'en' ? en : zh);
}

function Breakdown({ title, rows }: { title: string; rows: readonly Counted[] }) {
  const said = useWords(WORDS);
  const columns: Column<Counted>[] = [
    { key: 'name', title, cell: ({ name }) => name },
    { key: 'count', title: said.count, width: 90, isNumber: true, cell: (row) => <Rows {...row} /> },
  ];
  return <DataTable columns={columns} rows={rows} rowKey={(row) => rows.indexOf(row)} label={title} minWidth={200} />;
}

/** How many rows, leading to them. */
function Rows({ count, filter }: Pick<Counted, 'count' | 'filter'>) {
  const format = useFormat();
  if (filter === undefined || count === 0) return format.number(count);
  return <Link to={`?tab=rows&${filter}`}>{format.number(count)}</Link>;
}

/** What would be imposed on how many, and until when at the latest. */
function Measures({ measures }: { measures: Sanctions['byMeasure'] }) {
  const said = useWords(WORDS);
  const by = useWords(COUNTED_WORDS);
  const format = useFormat();
  const titled = useTitled();
  const columns: Column<Schema<'MeasureCount'>>[] = [
    { key: 'measure', title: by.measure, cell: ({ title }) => titled(title) },
    {
      key: 'count',
      title: said.count,
      width: 110,
      isNumber: true,
      cell: ({ measure, count }) => <Rows count={count} filter={counted('measure', measure)} />,
    },
    {
      key: 'longest',
      title: said.longest,
      width: 150,
      isNumber: true,
      cell: ({ longestLastDay }) => format.day(longestLastDay),
    },
    {
      key: 'capped',
      title: by.cappedMeasure,
      width: 120,
      isNumber: true,
      cell: ({ measure, capped }) => <Rows count={capped} filter={counted('cappedMeasure', measure)} />,
    },
  ];
  return (
    <DataTable columns={columns} rows={measures} rowKey={({ measure }) => measure} label={by.measure} minWidth={560} />
  );
}
