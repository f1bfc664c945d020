import { Flex } from 'antd';
import { client, type Schema } from '../../../api/client';
import { OF_SUBJECTS } from '../../../api/refresh';
import { useWords } from '../../../language/words';
import { ActButton } from '../../../parts/dialogs/act-button';
import { currentSession, useMay } from '../../../session/session';
import { WORDS } from './words';

type Order = Schema<'CardOrderDetail'>;

/** What an act about an order changes. */
const AFFECTED = ['/v1/card-orders', ...OF_SUBJECTS];

/** What an officer may do about an order as it stands. Nobody approves what he has proposed himself. */
export function OrderActs({ order: { id, state, proposedBy, startsAt } }: { order: Order }) {
  const said = useWords(WORDS);
  const mayOrder = useMay('submitter', 'approver');
  const mayApprove = useMay('approver');
  if (!mayOrder) return null;
  const isProposal = state === 'proposed' || state === 'extending';
  const isStanding = state === 'standing' || state === 'extending';
  const session = currentSession();
  const isOwn = session.is !== 'absent' && session.session.officer.id === proposedBy;
  const params = { path: { id } };
  return (
    <Flex wrap gap={8}>
      <ActButton
        label={said.approve}
        isOffered={isProposal && mayApprove && !isOwn}
        explanation={startsAt === null ? said.approveFreeze : said.approveExtension}
        isPrimary
        act={() => client.POST('/v1/card-orders/{id}/approve', { params })}
        done={said.approved}
        affects={AFFECTED}
      />
      <ActButton
        label={said.extend}
        isOffered={state === 'standing'}
        explanation={said.extendWhy}
        act={() => client.POST('/v1/card-orders/{id}/extend', { params })}
        done={said.extended}
        affects={AFFECTED}
      />
      <ActButton
        label={said.reject}
        isOffered={isProposal}
        explanation={said.rejectWhy}
        remark={said.reason}
        act={(reason) => client.POST('/v1/card-orders/{id}/reject', { params, body: { reason } })}
        done={said.rejected}
        affects={AFFECTED}
      />
      <ActButton
        label={said.release}
        isOffered={isStanding}
        explanation={said.releaseWhy}
        remark={said.reason}
        isDangerous
        act={(reason) => client.POST('/v1/card-orders/{id}/release', { params, body: { reason } })}
        done={said.released}
        affects={AFFECTED}
      />
    </Flex>
  );
}
