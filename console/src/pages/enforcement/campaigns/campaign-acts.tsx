import { Flex } from 'antd';
import { client, type Schema } from '../../../api/client';
import { refresh } from '../../../api/refresh';
import { useWords } from '../../../language/words';
import { ActButton } from '../../../parts/dialogs/act-button';
import { useToast } from '../../../parts/toasts';
import { currentSession, useMay } from '../../../session/session';
import { WORDS } from './words';

type Campaign = Schema<'CampaignDetail'>;

/** What an officer may do about a campaign as it stands. Nobody starts what he has drafted himself. */
export function CampaignActs({ campaign: { id, state, authorId } }: { campaign: Campaign }) {
  const said = useWords(WORDS);
  const toast = useToast();
  const mayStart = useMay('approver');
  const mayEnd = useMay('submitter', 'approver');
  const session = currentSession();
  const isOwn = session.is !== 'absent' && session.session.officer.id === authorId;
  const params = { path: { id } };
  const done = (what: string) => () => {
    toast(what);
    void refresh('/v1/campaigns');
  };
  return (
    <Flex wrap gap={8}>
      {state === 'draft' && mayStart && !isOwn && (
        <ActButton
          label={said.start}
          explanation={said.startWhy}
          isPrimary
          act={() => client.POST('/v1/campaigns/{id}/start', { params })}
          onDone={done(said.started)}
        />
      )}
      {state === 'running' && mayEnd && (
        <ActButton
          label={said.close}
          explanation={said.closeWhy}
          act={() => client.POST('/v1/campaigns/{id}/close', { params })}
          onDone={done(said.closed)}
        />
      )}
      {['draft', 'selecting', 'running'].includes(state) && mayEnd && (
        <ActButton
          label={said.cancel}
          explanation={said.cancelWhy}
          isDangerous
          act={() => client.POST('/v1/campaigns/{id}/cancel', { params })}
          onDone={done(said.cancelled)}
        />
      )}
    </Flex>
  );
}
