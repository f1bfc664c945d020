import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { api, type Schema } from '../../../api/client';
import { given } from '../../../api/given';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { FilterChoice, Filters, optionsOf, useFilter } from '../../../parts/filters/filters';
import { Page } from '../../../parts/page';
import { useMay } from '../../../session/session';
import { CardReference } from '../references';
import { OrderState, TimeLeft } from './order-state';
import { ORDER_WORDS, WORDS } from './words';

type Order = Schema<'CardOrderView'>;

const STATES = ['proposed', 'standing', 'extending', 'released', 'expired', 'rejected'] as const;

const NewOrder = lazy(() => import('./new-order'));

/** 紧急止付 and 冻结, newest first. */
export function OrdersPage() {
  const said = useWords(WORDS);
  const { states } = useWords(ORDER_WORDS);
  const mayOrder = useMay('submitter', 'approver');
  const [isOrdering, setOrdering] = useState(false);
  const asked = given({ state: useFilter('state', STATES) });
  const query = api.useInfiniteQuery(
    'get',
    '/v1/card-orders',
    { params: { query: { ...asked, limit: 100 } } },
    BY_CURSOR,
  );
  const order = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOrdering(true)}>
      {said.create}
    </Button>
  );
  return (
    <Page title={said.title} actions={mayOrder && order}>
      <Filters>
        <FilterChoice name="state" label={said.state} all={said.allStates} options={optionsOf(states)} />
      </Filters>
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        label={said.title}
        minWidth={960}
        empty={<Blank title={said.empty} why={said.emptyWhy} />}
      />
      <Suspense>{isOrdering && <NewOrder onClose={() => setOrdering(false)} />}</Suspense>
    </Page>
  );
}

function useColumns(): Column<Order>[] {
  const said = useWords(WORDS);
  const { kinds } = useWords(ORDER_WORDS);
  const format = useFormat();
  return [
    {
      key: 'order',
      title: said.order,
      width: 130,
      cell: ({ id, kind }) => <Link to={`/card-orders/${id}`}>{kinds[kind]}</Link>,
    },
    {
      key: 'card',
      title: said.card,
      cell: ({ card, cardId }) => <CardReference id={cardId} kind={card.kind} number={card.numberMasked} />,
    },
    { key: 'institution', title: said.institution, width: 150, cell: ({ institution }) => institution.name },
    { key: 'caseNo', title: said.caseNo, width: 150, cell: ({ caseNo }) => caseNo },
    { key: 'createdAt', title: said.createdAt, width: 145, cell: ({ createdAt }) => format.instant(createdAt) },
    { key: 'endsAt', title: said.endsAt, width: 145, cell: ({ endsAt }) => format.instant(endsAt) },
    { key: 'left', title: said.left, width: 110, cell: (order) => <TimeLeft order={order} /> },
    { key: 'state', title: said.state, width: 120, cell: ({ state }) => <OrderState state={state} /> },
  ];
}
