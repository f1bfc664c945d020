import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { Panel } from '../../../parts/panel';
import { ITEM_WORDS } from '../campaigns/words';
import { ORDER_WORDS } from '../orders/words';
import { KEEPING_WORDS } from '../retained/words';
import { WORDS } from './words';

type Card = Schema<'RegisteredCardDetail'>;

/** What else happened to a card: stops and freezes, the card blacklist, campaigns, keepings. What never happened is not shown. */
export function CardHistory({ card }: { card: Card }) {
  return (
    <>
      <Orders orders={card.orders} />
      <Listings listings={card.listings} />
      <Campaigns campaigns={card.campaigns} />
      <Keepings keepings={card.keepings} />
    </>
  );
}

interface PastProps<Row> {
  title: string;
  rows: readonly Row[];
  columns: readonly [key: string, title: string, cell: (row: Row) => ReactNode][];
  rowKey: (row: Row) => string;
}

function Past<Row>({ title, rows, columns, rowKey }: PastProps<Row>) {
  if (rows.length === 0) return null;
  const drawn: Column<Row>[] = columns.map(([key, heading, cell]) => ({ key, title: heading, cell }));
  return (
    <Panel title={title}>
      <DataTable columns={drawn} rows={rows} rowKey={rowKey} label={title} minWidth={640} />
    </Panel>
  );
}

function Orders({ orders }: { orders: Card['orders'] }) {
  const said = useWords(WORDS);
  const { kinds, states } = useWords(ORDER_WORDS);
  const format = useFormat();
  return (
    <Past
      title={said.orders}
      rows={orders}
      rowKey={({ id }) => id}
      columns={[
        ['order', said.order, ({ id, kind }) => <Link to={`/card-orders/${id}`}>{kinds[kind]}</Link>],
        ['state', said.standing, ({ state }) => states[state]],
        ['caseNo', said.caseNo, ({ caseNo }) => caseNo],
        ['endsAt', said.endsAt, ({ endsAt, endedAt }) => format.instant(endedAt ?? endsAt)],
      ]}
    />
  );
}

function Listings({ listings }: { listings: Card['listings'] }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  return (
    <Past
      title={said.listingHistory}
      rows={listings}
      rowKey={({ id }) => id}
      columns={[
        ['status', said.status, ({ status }) => nameOf('listings', status)],
        ['since', said.since, ({ since }) => format.day(since)],
        ['caseNo', said.caseNo, ({ caseNo }) => caseNo ?? '—'],
        ['source', said.source, ({ source }) => <ListRow row={source} />],
        ['cleared', said.cleared, ({ cleared }) => (cleared === null ? '—' : <ListRow row={cleared} />)],
      ]}
    />
  );
}

/** A row of a list, which says so of a card. */
function ListRow({ row: { listId, row } }: { row: { listId: string; row: number } }) {
  const said = useWords(WORDS);
  return <Link to={`/lists/${listId}?tab=rows&from=${row}&row=${row}`}>{said.row(row)}</Link>;
}

function Campaigns({ campaigns }: { campaigns: Card['campaigns'] }) {
  const said = useWords(WORDS);
  const states = useWords(ITEM_WORDS);
  const format = useFormat();
  return (
    <Past
      title={said.campaigns}
      rows={campaigns}
      rowKey={({ campaignId }) => campaignId}
      columns={[
        ['campaign', said.campaign, ({ campaignId, title }) => <Link to={`/campaigns/${campaignId}`}>{title}</Link>],
        ['state', said.standing, ({ state }) => states[state]],
        ['deadlineAt', said.deadlineAt, ({ deadlineAt }) => format.instant(deadlineAt)],
      ]}
    />
  );
}

function Keepings({ keepings }: { keepings: Card['keepings'] }) {
  const said = useWords(WORDS);
  const states = useWords(KEEPING_WORDS);
  const format = useFormat();
  return (
    <Past
      title={said.keepings}
      rows={keepings}
      rowKey={({ id }) => id}
      columns={[
        ['carrier', said.carrier, ({ carrier }) => carrier.name],
        ['state', said.standing, ({ state }) => states[state]],
        ['since', said.keptSince, ({ since }) => format.instant(since)],
        ['until', said.keptUntil, ({ ended }) => format.instant(ended?.at)],
      ]}
    />
  );
}
