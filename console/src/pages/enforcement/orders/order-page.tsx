import { useParams } from 'react-router';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Actor } from '../../../parts/values/actor';
import { Facts } from '../../../parts/values/facts';
import { Loaded } from '../../../parts/loaded';
import { Page } from '../../../parts/page';
import { Panel } from '../../../parts/panel';
import { CardReference } from '../references';
import { OrderActs } from './order-acts';
import { OrderState, TimeLeft } from './order-state';
import { ORDER_WORDS, WORDS } from './words';

type Order = Schema<'CardOrderDetail'>;

/** The clock of a stop runs in hours. */
const LOOK_AGAIN_MS = 60_000;

/** One stop or freeze: whom it concerns, its clock, why, and what can be done about it. */
export function OrderPage() {
  const said = useWords(WORDS);
  const { kinds } = useWords(ORDER_WORDS);
  const { id = '' } = useParams();
  const query = api.useQuery(
    'get',
    '/v1/card-orders/{id}',
    { params: { path: { id } } },
    { refetchInterval: LOOK_AGAIN_MS },
  );
  const { data } = query;
  const title = data === undefined ? said.order : `${kinds[data.kind]} · ${data.card.numberMasked}`;
  return (
    <Page
      title={title}
      above={[[said.title, '/card-orders']]}
      actions={data !== undefined && <OrderActs order={data} />}
    >
      <Loaded query={query}>
        {(order) => (
          <>
            <Panel title={said.file} extra={<OrderState state={order.state} />}>
              <OrderFacts order={order} />
            </Panel>
            <Panel title={said.grounds}>{order.grounds}</Panel>
            {order.endReason !== null && <Panel title={said.endReason}>{order.endReason}</Panel>}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function OrderFacts({ order }: { order: Order }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const { card, cardId, authorId, proposedBy, approvedBy } = order;
  const officer = (id: string | null) => (id === null ? '—' : <Actor key={id} id={`officer:${id}`} />);
  return (
    <Facts
      facts={[
        [said.card, <CardReference key="card" id={cardId} kind={card.kind} number={card.numberMasked} />],
        [said.institution, order.institution.name],
        [said.registered, order.isRegistered ? said.isRegistered : said.notRegistered],
        [said.caseNo, order.caseNo],
        [said.reportedAt, format.instant(order.reportedAt)],
        [said.author, officer(authorId)],
        [said.createdAt, format.instant(order.createdAt)],
        [said.proposer, officer(proposedBy)],
        [said.approver, officer(approvedBy)],
        [said.startsAt, format.instant(order.startsAt)],
        [said.endsAt, format.instant(order.endsAt)],
        [said.left, <TimeLeft key="left" order={order} />],
        [said.extensions, format.number(order.extensions)],
        [said.endedAt, format.instant(order.endedAt)],
      ]}
    />
  );
}
