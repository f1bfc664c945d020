import { Tag } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { api, type Schema } from '../../../api/client';
import { given } from '../../../api/given';
import { useInstitutions } from '../../../api/institutions';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { Filters } from '../../../parts/filters/filters';
import { InstitutionFilter } from '../institution-filter';
import { WORDS } from './words';

type Run = Schema<'ReconciliationResponse'>;

const COLOURS: Readonly<Record<Run['state'], string>> = {
  running: 'blue',
  implausible: 'red',
  done: 'green',
  aborted: 'default',
};

/** What institutions have reported, newest first, and in what it differed. */
export function RunList() {
  const said = useWords(WORDS);
  const [search] = useSearchParams();
  const asked = given({ institutionId: search.get('institution') ?? undefined });
  const query = api.useInfiniteQuery('get', '/v1/reconciliations', { params: { query: asked } }, BY_CURSOR);
  return (
    <>
      <Filters>
        <InstitutionFilter />
      </Filters>
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        label={said.runs}
        minWidth={1040}
        empty={<Blank title={said.noRuns} why={said.noRunsWhy} />}
      />
    </>
  );
}

function useColumns(): Column<Run>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const { nameOf } = useInstitutions();
  return [
    { key: 'institution', title: said.institution, width: 150, cell: ({ institutionId }) => nameOf(institutionId) },
    { key: 'startedAt', title: said.startedAt, width: 145, cell: ({ startedAt }) => format.instant(startedAt) },
    { key: 'finishedAt', title: said.finishedAt, width: 145, cell: ({ finishedAt }) => format.instant(finishedAt) },
    { key: 'scope', title: said.scope, width: 70, cell: ({ full }) => (full ? said.full : said.part) },
    { key: 'cards', title: said.cards, width: 90, isNumber: true, cell: ({ cards }) => format.number(cards) },
    { key: 'bad', title: said.bad, width: 90, isNumber: true, cell: ({ bad }) => format.number(bad) },
    { key: 'found', title: said.found, cell: (run) => <Found run={run} /> },
    {
      key: 'resolved',
      title: said.resolved,
      width: 90,
      isNumber: true,
      cell: ({ resolved }) => format.number(resolved),
    },
    {
      key: 'state',
      title: said.runState,
      width: 110,
      cell: ({ state }) => <Tag color={COLOURS[state]}>{said.runStates[state]}</Tag>,
    },
  ];
}

/** Each difference leads to the tasks of the institution. */
function Found({ run: { byDifference, institutionId } }: { run: Run }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const names: Readonly<Record<string, string>> = said.differences;
  const found = Object.entries(byDifference).filter(([, count]) => count > 0);
  if (found.length === 0) return said.none;
  return found.map(([difference, count], index) => (
    <span key={difference}>
      {index > 0 && ' · '}
      <Link to={`/reconciliation?institution=${institutionId}&difference=${difference}`}>
        {names[difference] ?? difference} {format.number(count)}
      </Link>
    </span>
  ));
}
