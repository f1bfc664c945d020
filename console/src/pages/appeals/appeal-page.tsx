import { Button, Flex, Tag } from 'antd';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useNameOf } from '../../api/catalogue';
import { api, type Schema } from '../../api/client';
import { READ_ONCE } from '../../api/query-client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Actor } from '../../parts/values/actor';
import { Facts } from '../../parts/values/facts';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { Panel } from '../../parts/panel';
import { useMay } from '../../session/session';
import { Acts } from './acts';
import { Clocks } from './clocks';
import { Preview } from './preview';
import { Releases } from './releases';
import { PENDING, STANDINGS } from './standings';
import './appeals.css';

type Case = Schema<'AppealCaseResponse'>;

const WORDS = words({
  zh: {
    title: '申诉',
    receipt: '受理凭证',
    overview: '基本情况',
    person: '申诉人',
    subject: '查看对象',
    state: '状态',
    kind: '申诉事由',
    filedAt: '登记时间',
    open: '历时',
    workingDays: (count: string) => `${count} 个工作日`,
    contact: '联系方式',
    suspendedAt: '暂停执行自',
    correctionList: '更正名单',
    openList: '打开名单草稿',
    grounds: '申诉理由',
    evidence: '提交的材料',
    sanction: '所申诉的惩戒',
    noSanction: '本件申诉不涉及任何惩戒。',
    regime: '惩戒依据',
    category: '类别',
    ground: '认定情形',
    identifiedOn: '认定日',
    term: '期限',
    organ: '认定机关',
    documentNo: '文号',
    standing: '现状',
    clocks: '法定期限',
    history: '办理过程',
    steps: {
      file: '登记',
      accept: '受理',
      verify: '核查',
      uphold: '认定成立',
      dismiss: '认定不成立',
      refuse: '不予受理',
      withdraw: '撤回',
    },
    foresee: '预览:如申诉成立',
    hide: '收起预览',
    foreseen: '如申诉成立,将会',
  },
  en: {
    title: 'Appeal',
    receipt: 'Receipt to hand out',
    overview: 'The case',
    person: 'Person',
    subject: 'Open the subject',
    state: 'State',
    kind: 'Kind',
    filedAt: 'Filed',
    open: 'Open for',
    workingDays: (count: string) => `${count} working days`,
    contact: 'Contact',
    suspendedAt: 'Suspended since',
    correctionList: 'Correction',
    openList: 'Open the draft list',
    grounds: 'Grounds',
    evidence: 'Evidence handed in',
    sanction: 'Sanction appealed against',
    noSanction: 'This appeal is about no sanction.',
    regime: 'Regime',
    category: 'Category',
    ground: 'Ground',
    identifiedOn: 'Identified on',
    term: 'Term',
    organ: 'Identified by',
    documentNo: 'Document',
    standing: 'Standing',
    clocks: 'Statutory time limits',
    history: 'Steps',
    steps: {
      file: 'Filed',
      accept: 'Accepted',
      verify: 'Verified',
      uphold: 'Upheld',
      dismiss: 'Dismissed',
      refuse: 'Not accepted',
      withdraw: 'Withdrawn',
    },
    foresee: 'Preview: if upheld',
    hide: 'Hide the preview',
    foreseen: 'If upheld',
  },
});

/** One case on one page. */
export function AppealPage() {
  const said = useWords(WORDS);
  const { id = '' } = useParams();
  const query = api.useQuery('get', '/v1/appeals/{id}', { params: { path: { id } } }, READ_ONCE);
  const navigate = useNavigate();
  const { data } = query;
  return (
    <Page
      title={data === undefined ? said.title : `${said.title} ${data.receiptNo}`}
      above={[[said.title, '/appeals']]}
      actions={
        data !== undefined && (
          <Flex gap={8} wrap>
            <Button onClick={() => void navigate(`/appeals/${id}/receipt`)}>{said.receipt}</Button>
            <Acts appeal={data} />
          </Flex>
        )
      }
    >
      <Loaded query={query}>{(appeal) => <Content appeal={appeal} />}</Loaded>
    </Page>
  );
}

function Content({ appeal }: { appeal: Case }) {
  const said = useWords(WORDS);
  return (
    <div className="panels">
      <div>
        <Overview appeal={appeal} />
        <Panel title={said.grounds}>
          <p className="said">{appeal.grounds}</p>
        </Panel>
        {appeal.evidence.length > 0 && (
          <Panel title={said.evidence}>
            <ol style={{ margin: 0, paddingInlineStart: 20 }}>
              {[...new Set(appeal.evidence)].map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ol>
          </Panel>
        )}
        <Panel title={said.sanction}>
          {appeal.sanction === null ? said.noSanction : <Sanction sanction={appeal.sanction} />}
        </Panel>
        <Foresight appeal={appeal} />
      </div>
      <div>
        {appeal.releases !== null && <Releases id={appeal.id} />}
        <Panel title={said.clocks}>
          <Clocks clocks={appeal.clocks} />
        </Panel>
        <History steps={appeal.history} />
      </div>
    </div>
  );
}

function Overview({ appeal }: { appeal: Case }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const { subject, contact, suspendedAt, correctionListId } = appeal;
  return (
    <Panel
      title={said.overview}
      extra={subject.subjectId !== null && <Link to={`/subjects/${subject.subjectId}`}>{said.subject}</Link>}
    >
      <Facts
        facts={Object.entries({
          [said.person]: subject.nameMasked ?? '—',
          [nameOf('idTypes', subject.idType)]: <span className="tabular">{subject.idNumberMasked}</span>,
          [said.state]: <Tag color={COLOURS[appeal.state]}>{nameOf('appealStates', appeal.state)}</Tag>,
          [said.kind]: nameOf('appealKinds', appeal.kind),
          [said.filedAt]: format.instant(appeal.filedAt),
          [said.open]: said.workingDays(format.number(appeal.workingDaysOpen)),
          [said.contact]: contact ?? '—',
          ...(suspendedAt === null ? {} : { [said.suspendedAt]: format.instant(suspendedAt) }),
          ...(correctionListId === null
            ? {}
            : { [said.correctionList]: <Link to={`/lists/${correctionListId}`}>{said.openList}</Link> }),
        })}
      />
    </Panel>
  );
}

const COLOURS: Record<Case['state'], string> = {
  filed: 'gold',
  accepted: 'blue',
  verified: 'blue',
  upheld: 'green',
  dismissed: 'default',
  refused: 'default',
  withdrawn: 'default',
};

function Sanction({ sanction }: { sanction: NonNullable<Case['sanction']> }) {
  const said = useWords(WORDS);
  const standings = useWords(STANDINGS);
  const nameOf = useNameOf();
  const { regime, category, ground, identifiedOn, startsOn, lastDay, organ, documentNo, standing } = sanction;
  return (
    <Facts
      facts={Object.entries({
        [said.regime]: nameOf('regimes', regime),
        [said.category]: nameOf('categories', `${regime}/${category}`),
        [said.ground]: nameOf('grounds', ground),
        [said.standing]: standings[standing],
        [said.identifiedOn]: identifiedOn,
        [said.term]: lastDay === null ? '—' : `${startsOn} – ${lastDay}`,
        [said.organ]: organ.name,
        [said.documentNo]: documentNo ?? '—',
      })}
    />
  );
}

/** What upholding would release, for whom may know it, before anybody decides. */
function Foresight({ appeal: { id, state } }: { appeal: Case }) {
  const said = useWords(WORDS);
  const mayForesee = useMay('appeals', 'approver', 'auditor');
  const [search, setSearch] = useSearchParams();
  const isOpen = search.has('preview');
  if (!mayForesee || !PENDING.includes(state)) return null;
  return (
    <Panel
      title={said.foreseen}
      extra={
        <Button size="small" onClick={() => setSearch(isOpen ? {} : { preview: 'uphold' }, { replace: true })}>
          {isOpen ? said.hide : said.foresee}
        </Button>
      }
    >
      {isOpen && <Upheld id={id} />}
    </Panel>
  );
}

function Upheld({ id }: { id: string }) {
  const init = { params: { path: { id }, query: { action: 'uphold' as const } } };
  const query = api.useQuery('get', '/v1/appeals/{id}/preview', init);
  return <Loaded query={query}>{(foreseen) => <Preview foreseen={foreseen} />}</Loaded>;
}

function History({ steps }: { steps: Case['history'] }) {
  const said = useWords(WORDS);
  const format = useFormat();
  return (
    <Panel title={said.history}>
      <ol className="steps">
        {steps.map(({ action, text, officerId, at }) => (
          <li key={`${action} ${at}`}>
            <strong>{said.steps[action]}</strong>{' '}
            <span className="secondary">
              {format.instant(at)} · <Actor id={`officer:${officerId}`} />
            </span>
            {text !== null && <p className="said">{text}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
