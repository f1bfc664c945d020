import { Link, useSearchParams } from 'react-router';
import { api, type Schema } from '../../../api/client';
import { given } from '../../../api/given';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { FilterChoice, Filters, useFilter } from '../../../parts/filters/filters';
import { CardReference } from '../references';
import { useCountedOptions } from './task-counts';
import { TaskState, useExpected } from './task-state';
import { WORDS } from './words';

type Task = Schema<'TaskResponse'>;

const STATES = ['open', 'answered', 'closed', 'resolved'] as const;
const DIFFERENCES = [
  'sanctioned_but_active',
  'suspended_without_ground',
  'released_but_blocked',
  'unknown_card',
  'holder_mismatch',
  'missing_card',
  'duplicate_line',
] as const;

/** Differences that somebody has to explain or to mend, newest first. */
export function TaskList() {
  const said = useWords(WORDS);
  const [search] = useSearchParams();
  const chosen = {
    state: useFilter('state', STATES),
    difference: useFilter('difference', DIFFERENCES),
    institution: search.get('institution') ?? undefined,
  };
  const { institution: institutionId, ...others } = chosen;
  const query = api.useInfiniteQuery(
    'get',
    '/v1/reconciliation-tasks',
    { params: { query: given({ ...others, institutionId }) } },
    BY_CURSOR,
  );
  const options = useCountedOptions(chosen);
  return (
    <>
      <Filters>
        <FilterChoice name="state" label={said.state} all={said.allStates} options={options.state} />
        <FilterChoice
          name="difference"
          label={said.difference}
          all={said.allDifferences}
          options={options.difference}
          width={180}
        />
        <FilterChoice
          name="institution"
          label={said.institution}
          all={said.allInstitutions}
          options={options.institution}
          width={180}
          isLong
        />
      </Filters>
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        label={said.tasks}
        minWidth={980}
        empty={<Blank title={said.noTasks} why={said.noTasksWhy} />}
      />
    </>
  );
}

function useColumns(): Column<Task>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const expectedOf = useExpected();
  return [
    {
      key: 'difference',
      title: said.difference,
      width: 170,
      cell: ({ id, difference }) => <Link to={`/reconciliation/${id}`}>{said.differences[difference]}</Link>,
    },
    { key: 'institution', title: said.institution, width: 150, cell: ({ institution }) => institution.name },
    { key: 'card', title: said.card, cell: ({ card, cardId }) => <CardReference {...card} id={cardId} /> },
    {
      key: 'reported',
      title: said.reported,
      width: 110,
      cell: ({ reportedState }) => (reportedState === null ? said.missing : said.reportedStates[reportedState]),
    },
    { key: 'expected', title: said.expected, cell: ({ expected }) => expectedOf(expected) },
    { key: 'lastSeen', title: said.lastSeen, width: 145, cell: ({ lastSeenAt }) => format.instant(lastSeenAt) },
    { key: 'state', title: said.state, width: 100, cell: ({ state }) => <TaskState state={state} /> },
  ];
}
