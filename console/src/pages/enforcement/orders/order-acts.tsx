import { Flex } from 'antd';
import { client, type Schema } from '../../../api/client';
import { refresh } from '../../../api/refresh';
import { useWords } from '../../../language/words';
import { ActButton } from '../../../parts/dialogs/act-button';
import { useToast } from '../../../parts/toasts';
import { currentSession, useMay } from '../../../session/session';
import { WORDS } from './words';

type Order = Schema<'CardOrderDetail'>;

/** What an officer may do about an order as it stands. Nobody approves what he has proposed himself. */
export function OrderActs({ order: { id, state, proposedBy, startsAt } }: { order: Order }) {
  const said = useWords(WORDS);
  const toast = useToast();
  const mayOrder = useMay('submitter', 'approver');
  const mayApprove = useMay('approver');
  if (!mayOrder) return null;
  const isProposal = state === 'proposed' || state === 'extending';
  const isStanding = state === 'standing' || state === 'extending';
  const session = currentSession();
  const isOwn = session.is !== 'absent' && session.session.officer.id === proposedBy;
  const params = { path: { id } };
  const done = (what: string) => () => {
    toast(what);
    void refresh('/v1/card-orders');
  };
  return (
    <Flex wrap gap={8}>
      {isProposal && mayApprove && !isOwn && (
        <ActButton
          label={said.approve}
          explanation={startsAt === null ? said.approveFreeze : said.approveExtension}
          isPrimary
          act={() => client.POST('/v1/card-orders/{id}/approve', { params })}
          onDone={done(said.approved)}
        />
      )}
      {state === 'standing' && (
        <ActButton
          label={said.extend}
          explanation={said.extendWhy}
          act={() => client.POST('/v1/card-orders/{id}/extend', { params })}
          onDone={done(said.extended)}
        />
      )}
      {isProposal && (
        <ActButton
          label={said.reject}
          explanation={said.rejectWhy}
          remark={said.reason}
          act={(reason) => client.POST('/v1/card-orders/{id}/reject', { params, body: { reason } })}
          onDone={done(said.rejected)}
        />
      )}
      {isStanding && (
        <ActButton
          label={said.release}
          explanation={said.releaseWhy}
          remark={said.reason}
          isDangerous
          act={(reason) => client.POST('/v1/card-orders/{id}/release', { params, body: { reason } })}
          onDone={done(said.released)}
        />
      )}
    </Flex>
  );
}
