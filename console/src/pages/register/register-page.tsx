import { Link, useSearchParams } from 'react-router';
import { useNameOf } from '../../api/catalogue';
import { api, type Schema } from '../../api/client';
import { given } from '../../api/given';
import { useFormat } from '../../language/format';
import { useWords } from '../../language/words';
import { Blank } from '../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../parts/tables/cursor-table';
import type { Column } from '../../parts/tables/data-table';
import { ANY_TIME, useFilter } from '../../parts/filters/filters';
import { NamedTag } from '../../parts/values/named-tag';
import { Page } from '../../parts/page';
import { RegisterFilters } from './register-filters';
import { WORDS } from './words';

type Sanction = Schema<'RegisteredSanction'>;

/** Every sanction there is: the list behind each number of the dashboard. */
export function RegisterPage() {
  const said = useWords(WORDS);
  const format = useFormat();
  const query = api.useInfiniteQuery(
    'get',
    '/v1/sanctions',
    { params: { query: { limit: 100, ...useAsked() } } },
    BY_CURSOR,
  );
  const { total, subjects, more } = query.data?.pages[0] ?? { total: null, subjects: null, more: false };
  return (
    <Page title={said.title}>
      <RegisterFilters />
      {total !== null && subjects !== null && (
        <span role="status">{said.count(format.number(total), format.number(subjects))}</span>
      )}
      {more && <span role="status">{said.many}</span>}
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        label={said.rows}
        minWidth={1000}
        empty={<Blank title={said.empty} why={said.emptyWhy} />}
        {...(total === null ? {} : { total })}
      />
    </Page>
  );
}

/** What the address asks the service for. */
function useAsked() {
  const [search] = useSearchParams();
  const text = (name: string): string | undefined => search.get(name) ?? undefined;
  const event = useFilter('event', ['new', 'ended', 'lifted', 'annulled']);
  return given({
    standing: useFilter('standing', ['in_force', 'ended', 'lifted', 'annulled']),
    asOf: text('asOf'),
    regime: text('regime'),
    category: text('category'),
    ground: text('ground'),
    region: text('region'),
    part: text('part'),
    organ: text('organ'),
    measure: text('measure'),
    institution: text('institution'),
    event,
    from: event && (text('from') ?? ANY_TIME.from),
    to: event && (text('to') ?? ANY_TIME.to),
  });
}

function useColumns(): Column<Sanction>[] {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  return [
    { key: 'subject', title: said.subject, width: 160, cell: ({ subject }) => <Subject subject={subject} /> },
    {
      key: 'regime',
      title: said.regime,
      cell: ({ regime, category }) => (
        <>
          {nameOf('regimes', regime)}
          <div className="secondary">{nameOf('categories', `${regime}/${category}`)}</div>
        </>
      ),
    },
    { key: 'ground', title: said.ground, width: 110, cell: ({ ground }) => nameOf('grounds', ground) },
    {
      key: 'organ',
      title: said.organ,
      width: 180,
      cell: ({ organ, documentNo }) => (
        <>
          {organ.name}
          <div className="secondary">{documentNo}</div>
        </>
      ),
    },
    {
      key: 'term',
      title: said.term,
      width: 120,
      cell: ({ startsOn, lastDay }) => (
        <>
          {startsOn}
          <div className="secondary">{lastDay === null ? '—' : said.until(lastDay)}</div>
        </>
      ),
    },
    {
      key: 'standing',
      title: said.standing,
      width: 110,
      cell: ({ standing }) => <NamedTag of="sanctionStates" id={standing} />,
    },
    {
      key: 'measures',
      title: said.measures,
      width: 96,
      isNumber: true,
      cell: ({ measuresInForce }) => measuresInForce,
    },
    {
      key: 'list',
      title: said.list,
      width: 110,
      cell: ({ listId, row }) => <Link to={`/lists/${listId}?tab=rows&from=${row}&row=${row}`}>{said.row(row)}</Link>,
    },
  ];
}

function Subject({ subject: { id, nameMasked, identifiers } }: Pick<Sanction, 'subject'>) {
  return (
    <>
      <Link to={`/subjects/${id}`}>{nameMasked}</Link>
      {identifiers.map(({ idType, idNumberMasked }) => (
        <div key={`${idType} ${idNumberMasked}`} className="secondary tabular">
          {idNumberMasked}
        </div>
      ))}
    </>
  );
}
