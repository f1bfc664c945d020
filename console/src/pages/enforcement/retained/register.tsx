import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { given } from '../../../api/given';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { FilterChoice, Filters, optionsOf, useFilter } from '../../../parts/filters/filters';
import { CardReference } from '../references';
import { KEEPING_WORDS, WORDS } from './words';

type Kept = Schema<'RetainedSimView'>;

/** The register of kept numbers, newest first. */
export function Register() {
  const said = useWords(WORDS);
  const asked = given({
    state: useFilter('state', ['kept', 'ended']),
    unverified: useFilter('unverified', ['true', 'false']),
  });
  const query = api.useInfiniteQuery(
    'get',
    '/v1/retained-sims',
    { params: { query: { ...asked, limit: 100 } } },
    BY_CURSOR,
  );
  return (
    <>
      <Filters>
        <FilterChoice name="state" label={said.state} all={said.allStates} options={optionsOf(said.states)} />
        <FilterChoice
          name="unverified"
          label={said.papers}
          all={said.allPapers}
          options={optionsOf(said.papersOptions)}
          width={180}
        />
      </Filters>
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        label={said.register}
        minWidth={960}
        empty={<Blank title={said.empty} why={said.emptyWhy} />}
      />
    </>
  );
}

function useColumns(): Column<Kept>[] {
  const said = useWords(WORDS);
  const states = useWords(KEEPING_WORDS);
  const format = useFormat();
  return [
    {
      key: 'number',
      title: said.number,
      cell: ({ card, cardId }) => <CardReference id={cardId} kind={card.kind} number={card.numberMasked} />,
    },
    { key: 'carrier', title: said.carrier, width: 150, cell: ({ carrier }) => carrier.name },
    {
      key: 'subject',
      title: said.subject,
      width: 120,
      cell: ({ subjectId }) => subjectId !== null && <Link to={`/subjects/${subjectId}`}>{said.showSubject}</Link>,
    },
    { key: 'since', title: said.since, width: 145, cell: ({ since }) => format.instant(since) },
    { key: 'approval', title: said.approval, cell: ({ approval }) => <Leave approval={approval} /> },
    { key: 'endedAt', title: said.endedAt, width: 145, cell: ({ ended }) => format.instant(ended?.at) },
    { key: 'state', title: said.state, width: 100, cell: ({ state }) => states[state] },
  ];
}

function Leave({ approval }: { approval: Kept['approval'] }) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  if (approval === null) return said.noApproval;
  const { level, isVerified, approvalNo } = approval;
  return (
    <>
      {approvalNo}{' '}
      <span className="secondary">{`${nameOf('organLevels', level)} · ${isVerified ? said.given : said.paper}`}</span>
    </>
  );
}
