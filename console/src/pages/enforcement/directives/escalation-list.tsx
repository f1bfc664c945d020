import { Link, useSearchParams } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { FilterChoice, Filters, useFilter } from '../../../parts/filters/filters';
import { InstitutionFilter } from '../institution-filter';
import { WORDS } from './words';

type Escalation = Schema<'EscalationView'>;

/** What was not answered in time, in the order in which officers were told. */
export function EscalationList() {
  const said = useWords(WORDS);
  const [search] = useSearchParams();
  const state = useFilter('state', ['closed']) ?? 'open';
  const institution = search.get('institution');
  const query = api.useInfiniteQuery(
    'get',
    '/v1/escalations',
    { params: { query: { state, limit: 100, ...(institution === null ? {} : { institutionId: institution }) } } },
    BY_CURSOR,
  );
  const { open, closed } = said.escalationStates;
  return (
    <>
      <Filters>
        <FilterChoice
          name="state"
          label={said.escalationState}
          all={open}
          options={[{ value: 'closed', label: closed }]}
          width={120}
        />
        <InstitutionFilter />
      </Filters>
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ seq }) => seq}
        label={said.cases}
        minWidth={900}
        empty={<Blank title={said.noEscalations} why={said.noEscalationsWhy} />}
      />
    </>
  );
}

function useColumns(): Column<Escalation>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    {
      key: 'directive',
      title: said.directive,
      cell: ({ directiveId, action, measure }) => (
        <Link to={`/directives/${directiveId}`}>
          {nameOf('directiveActions', action)} · {nameOf('measures', measure)}
        </Link>
      ),
    },
    { key: 'institution', title: said.institution, width: 170, cell: ({ institutionName }) => institutionName },
    {
      key: 'overdueSince',
      title: said.overdueSince,
      width: 150,
      cell: ({ overdueSince }) => format.instant(overdueSince),
    },
    { key: 'escalatedAt', title: said.escalatedAt, width: 150, cell: ({ escalatedAt }) => format.instant(escalatedAt) },
    { key: 'organ', title: said.organ, width: 190, cell: ({ organ }) => organ ?? said.allOfficers },
    { key: 'closedAt', title: said.closedAt, width: 150, cell: ({ closedAt }) => format.instant(closedAt) },
  ];
}
