import { useParams } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { useInstitutions } from '../../../api/institutions';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Actor } from '../../../parts/values/actor';
import { Facts } from '../../../parts/values/facts';
import { Loaded } from '../../../parts/loaded';
import { Page } from '../../../parts/page';
import { Panel } from '../../../parts/panel';
import { useMay } from '../../../session/session';
import { CampaignActs } from './campaign-acts';
import { CampaignItems } from './campaign-items';
import { Preview } from './campaign-preview';
import { Progress } from './campaign-progress';
import { CampaignState } from './campaign-state';
import { WORDS } from './words';

type Campaign = Schema<'CampaignDetail'>;

const LOOK_AGAIN_MS = 3_000;

/** One campaign: what it is about, how far institutions and regions are, and its cards. */
export function CampaignPage() {
  const said = useWords(WORDS);
  const mayReadCards = useMay('submitter', 'approver', 'appeals', 'auditor');
  const { id = '' } = useParams();
  const query = api.useQuery(
    'get',
    '/v1/campaigns/{id}',
    { params: { path: { id } } },
    { refetchInterval: ({ state }) => (state.data?.state === 'selecting' ? LOOK_AGAIN_MS : false) },
  );
  const { data } = query;
  return (
    <Page
      title={data?.title ?? said.campaign}
      above={[[said.title, '/campaigns']]}
      actions={data !== undefined && <CampaignActs campaign={data} />}
    >
      <Loaded query={query}>
        {(campaign) => (
          <>
            <Panel title={said.file} extra={<CampaignState state={campaign.state} />}>
              <CampaignFacts campaign={campaign} />
            </Panel>
            {campaign.startedAt === null ? <Preview preview={campaign.preview} /> : <Progress campaign={campaign} />}
            {campaign.startedAt !== null && mayReadCards && <CampaignItems campaign={campaign} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function CampaignFacts({ campaign }: { campaign: Campaign }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const { regionNameOf } = useInstitutions();
  const { region, startedBy, measure, timeAllowed, samplePercent } = campaign;
  return (
    <Facts
      facts={[
        [said.kind, said.kinds[campaign.kind]],
        [said.region, region === null ? said.everywhere : regionNameOf(region)],
        ...(samplePercent === null ? [] : ([[said.sample, format.number(samplePercent)]] as const)),
        [said.author, <Actor key="author" id={`officer:${campaign.authorId}`} />],
        [said.createdAt, format.instant(campaign.createdAt)],
        [said.starter, startedBy === null ? '—' : <Actor key="starter" id={`officer:${startedBy}`} />],
        [said.startedAt, format.instant(campaign.startedAt)],
        [said.measure, measure === null ? '—' : nameOf('measures', measure)],
        [said.timeAllowed, timeAllowed === null ? '—' : `${timeAllowed.length} ${said.units[timeAllowed.unit]}`],
        [said.lookedAt, format.number(campaign.lookedAt)],
        [said.selected, format.number(campaign.selected)],
        [said.endedAt, format.instant(campaign.endedAt)],
      ]}
    />
  );
}
