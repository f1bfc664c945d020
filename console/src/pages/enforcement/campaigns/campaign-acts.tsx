import { Flex } from 'antd';
import { client, type Schema } from '../../../api/client';
import { OF_SUBJECTS } from '../../../api/refresh';
import { useWords } from '../../../language/words';
import { ActButton } from '../../../parts/dialogs/act-button';
import { currentSession, useMay } from '../../../session/session';
import { WORDS } from './words';

type Campaign = Schema<'CampaignDetail'>;

/** What an act about a campaign changes. */
const AFFECTED = ['/v1/campaigns', ...OF_SUBJECTS];

/** What an officer may do about a campaign as it stands. Nobody starts what he has drafted himself. */
export function CampaignActs({ campaign: { id, state, authorId } }: { campaign: Campaign }) {
  const said = useWords(WORDS);
  const mayStart = useMay('approver');
  const mayEnd = useMay('submitter', 'approver');
  const session = currentSession();
  const isOwn = session.is !== 'absent' && session.session.officer.id === authorId;
  const params = { path: { id } };
  return (
    <Flex wrap gap={8}>
      <ActButton
        label={said.start}
        isOffered={state === 'draft' && mayStart && !isOwn}
        explanation={said.startWhy}
        isPrimary
        act={() => client.POST('/v1/campaigns/{id}/start', { params })}
        done={said.started}
        affects={AFFECTED}
      />
      <ActButton
        label={said.close}
        isOffered={state === 'running' && mayEnd}
        explanation={said.closeWhy}
        act={() => client.POST('/v1/campaigns/{id}/close', { params })}
        done={said.closed}
        affects={AFFECTED}
      />
      <ActButton
        label={said.cancel}
        isOffered={['draft', 'selecting', 'running'].includes(state) && mayEnd}
        explanation={said.cancelWhy}
        isDangerous
        act={() => client.POST('/v1/campaigns/{id}/cancel', { params })}
        done={said.cancelled}
        affects={AFFECTED}
      />
    </Flex>
  );
}
