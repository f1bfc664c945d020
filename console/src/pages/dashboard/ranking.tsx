import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useInstitutions } from '../../api/institutions';
import { useFilter } from '../../parts/filters/filters';
import { useSearchParameters } from '../../parts/filters/search-parameters';
import { useWords, words } from '../../language/words';
import { Blank } from '../../parts/blank';
import { DataTable, type Column } from '../../parts/tables/data-table';
import { FigureNumber } from './figure-number';
import { FIGURES, type Counts, type Dimension, type FigureName, type Place, type Scope } from './figures';
import { FIGURE_WORDS } from './words';

const WORDS = words({
  zh: {
    label: '排名',
    name: '名称',
    empty: '这个范围内没有数据',
    emptyWhy: '换一个地区或者期间再看。',
    all: (count: number) => `显示全部 ${count} 行`,
    sortBy: (name: string) => `按${name}排序`,
  },
  en: {
    label: 'Ranking',
    name: 'Name',
    empty: 'Nothing to count here',
    emptyWhy: 'Try another region or period.',
    all: (count: number) => `Show all ${count} rows`,
    sortBy: (name: string) => `Sort by ${name}`,
  },
});

const SHOWN = [
  'inForce',
  'new',
  'ended',
  'lifted',
  'annulled',
  'enforcedShare',
  'toEnforce',
  'toRelease',
  'overdue',
  'filed',
] as const satisfies readonly FigureName[];
const FIRST_ROWS = 8;

interface RankingProps {
  by: Dimension;
  rows: readonly Counts[];
  scope: Scope;
}

/** Rows of a dimension, the largest first; the bar shows the number they are ranked by. */
export function Ranking({ by, rows, scope }: RankingProps) {
  const said = useWords(WORDS);
  const sort = useFilter('sort', SHOWN) ?? 'inForce';
  const [isWhole, setWhole] = useState(false);
  const rank = (row: Counts): number => FIGURES[sort].of(row) ?? -1;
  const ranked = rows.toSorted((one, other) => rank(other) - rank(one));
  const most = Math.max(1e-9, ...rows.map(rank));
  const columns = useColumns({ by, scope, sort, bar: (row) => <Bar share={Math.max(0, rank(row)) / most} /> });
  return (
    <div className="ranking">
      <DataTable
        label={said.label}
        rows={isWhole ? ranked : ranked.slice(0, FIRST_ROWS)}
        columns={columns}
        rowKey={({ key }) => key}
        minWidth={980}
        empty={<Blank title={said.empty} why={said.emptyWhy} />}
      />
      {!isWhole && rows.length > FIRST_ROWS && (
        <Button type="link" onClick={() => setWhole(true)}>
          {said.all(rows.length)}
        </Button>
      )}
    </div>
  );
}

interface Columns {
  by: Dimension;
  scope: Scope;
  sort: FigureName;
  bar: (row: Counts) => ReactNode;
}

function useColumns({ by, scope, sort, bar }: Columns): Column<Counts>[] {
  const said = useWords(WORDS);
  const figures = useWords(FIGURE_WORDS);
  const { link } = useSearchParameters();
  const { list } = useInstitutions();
  const placeOf = ({ key }: Counts): Place => ({
    scope,
    row: { by, key },
    institutionId: by === 'institution' ? list.find(({ code }) => code === key)?.id : undefined,
  });
  const name: Column<Counts> = {
    key: 'name',
    title: said.name,
    width: 176,
    cell: (row) => (
      <div className="ranked">
        {by === 'region' && mayOpen(row.key, scope) ? (
          <Link to={link({ region: row.key })}>{row.name}</Link>
        ) : (
          <span>{row.name}</span>
        )}
        {bar(row)}
      </div>
    ),
  };
  return [
    name,
    ...SHOWN.map((figure): Column<Counts> => {
      const [title, meaning] = figures[figure];
      return {
        key: figure,
        title: (
          <Link className="sort" to={link({ sort: figure })} replace title={meaning} aria-label={said.sortBy(title)}>
            {title}
            {figure === sort && <span aria-hidden> ↓</span>}
          </Link>
        ),
        isNumber: true,
        sorted: figure === sort ? 'descending' : undefined,
        cell: (row) => <FigureNumber name={figure} row={row} place={placeOf(row)} />,
      };
    }),
  ];
}

/** A province has cities, a city has counties; what belongs to the region directly has nothing below it. */
function mayOpen(key: string, { region }: Scope): boolean {
  return key !== region && key.endsWith('00');
}

function Bar({ share }: { share: number }) {
  return <span aria-hidden className="bar" style={{ width: `${share * 100}%` }} />;
}
