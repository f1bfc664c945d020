import { Button, Flex } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useNameOf } from '../../api/catalogue';
import { api, type Schema } from '../../api/client';
import { OF_SUBJECTS, refresh } from '../../api/refresh';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Actor } from '../../parts/values/actor';
import { Facts } from '../../parts/values/facts';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { Panel } from '../../parts/panel';
import { useToast } from '../../parts/toasts';
import { useMay, useSession } from '../../session/session';
import { Preview } from '../appeals/preview';
import { LiftingState } from './lifting-state';

type Lifting = Schema<'LiftingResponse'>;

const WORDS = words({
  zh: {
    title: '提前解除',
    all: '提前解除',
    overview: '申请内容',
    subject: '查看对象',
    state: '状态',
    documentNo: '文号',
    effectiveAt: '解除自',
    fromApproval: '批准时起',
    regime: '惩戒依据',
    organ: '认定机关',
    lastDay: '原期限至',
    proposedBy: '提出人',
    decidedBy: '审批人',
    ground: '解除理由',
    remark: '审批意见',
    foreseen: '批准后将会',
    acts: { approve: '批准', reject: '驳回' },
    confirm: { approve: '批准提前解除', reject: '驳回解除申请' },
    done: { approve: '已批准,惩戒解除', reject: '已驳回' },
  },
  en: {
    title: 'Lifting',
    all: 'Liftings',
    overview: 'What is proposed',
    subject: 'Open the subject',
    state: 'State',
    documentNo: 'Document',
    effectiveAt: 'From',
    fromApproval: 'the approval on',
    regime: 'Regime',
    organ: 'Identified by',
    lastDay: 'Term until',
    proposedBy: 'Proposed by',
    decidedBy: 'Decided by',
    ground: 'Grounds',
    remark: 'Remark',
    foreseen: 'If approved',
    acts: { approve: 'Approve', reject: 'Reject' },
    confirm: { approve: 'Approve the lifting', reject: 'Reject the lifting' },
    done: { approve: 'Approved; the sanction has ended', reject: 'Rejected' },
  },
});

/** One early end: what is proposed, what approving would do, and the decision of the second officer. */
export function LiftingPage() {
  const said = useWords(WORDS);
  const { id = '' } = useParams();
  const query = api.useQuery('get', '/v1/liftings/{id}', { params: { path: { id } } });
  const { data } = query;
  return (
    <Page
      title={data === undefined ? said.title : `${said.title} ${data.documentNo}`}
      above={[[said.all, '/liftings']]}
      actions={data !== undefined && <Decision lifting={data} />}
    >
      <Loaded query={query}>
        {(lifting) => (
          <>
            <Overview lifting={lifting} />
            <Text title={said.ground} text={lifting.ground} />
            <Text title={said.remark} text={lifting.remark} />
            {lifting.state === 'proposed' && <Foreseen id={id} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Overview({ lifting }: { lifting: Lifting }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const { sanction, state, effectiveAt, proposedBy, proposedAt, decidedBy, decidedAt } = lifting;
  return (
    <Panel title={said.overview} extra={<Link to={`/subjects/${sanction.subjectId}`}>{said.subject}</Link>}>
      <Facts
        facts={Object.entries({
          [said.state]: <LiftingState state={state} />,
          [said.effectiveAt]: effectiveAt === null ? said.fromApproval : format.instant(effectiveAt),
          [said.regime]: nameOf('regimes', sanction.regime),
          [said.organ]: sanction.organName,
          [said.lastDay]: format.day(sanction.lastDay),
          [said.proposedBy]: <Who officerId={proposedBy} at={proposedAt} />,
          ...(decidedBy === null ? {} : { [said.decidedBy]: <Who officerId={decidedBy} at={decidedAt} /> }),
        })}
      />
    </Panel>
  );
}

function Who({ officerId, at }: { officerId: string; at: string | null }) {
  const format = useFormat();
  return (
    <>
      <Actor id={`officer:${officerId}`} /> <span className="secondary">{format.instant(at)}</span>
    </>
  );
}

function Text({ title, text }: { title: string; text: string | null }) {
  if (text === null) return null;
  return (
    <Panel title={title}>
      <p className="said">{text}</p>
    </Panel>
  );
}

function Foreseen({ id }: { id: string }) {
  const { foreseen } = useWords(WORDS);
  const mayForesee = useMay('appeals', 'approver', 'auditor');
  const init = { params: { path: { id } } };
  const query = api.useQuery('get', '/v1/liftings/{id}/preview', init, { enabled: mayForesee });
  if (!mayForesee) return null;
  return (
    <Panel title={foreseen}>
      <Loaded query={query}>{(preview) => <Preview foreseen={preview} />}</Loaded>
    </Panel>
  );
}

const RemarkDialog = lazy(() => import('../../parts/dialogs/remark-dialog'));

/** Who proposed it does not decide it. */
function Decision({ lifting: { id, state, proposedBy } }: { lifting: Lifting }) {
  const said = useWords(WORDS);
  const toast = useToast();
  const [act, setAct] = useState<'approve' | 'reject'>();
  const decided = {
    onSuccess: (): void => {
      if (act !== undefined) toast(said.done[act]);
      setAct(undefined);
    },
    // What was refused, somebody else may have decided: it is read again either way.
    onSettled: (): void => void refresh(...OF_SUBJECTS, '/v1/liftings'),
  };
  const approve = api.useMutation('post', '/v1/liftings/{id}/approve', decided);
  const reject = api.useMutation('post', '/v1/liftings/{id}/reject', decided);
  const step = act === 'approve' ? approve : reject;
  const mayDecide = useMay('approver');
  const session = useSession();
  const isOwn = session.is !== 'absent' && session.session.officer.id === proposedBy;
  const isOffered = state === 'proposed';
  // What somebody else has decided meanwhile leaves the open dialog, which says so.
  if (!mayDecide || isOwn || (!isOffered && act === undefined)) return null;
  return (
    <Flex gap={8}>
      {isOffered && (
        <>
          <Button onClick={() => setAct('reject')}>{said.acts.reject}</Button>
          <Button type="primary" onClick={() => setAct('approve')}>
            {said.acts.approve}
          </Button>
        </>
      )}
      <Suspense>
        {act !== undefined && (
          <RemarkDialog
            title={said.confirm[act]}
            label={said.remark}
            confirm={said.acts[act]}
            isDangerous={act === 'reject'}
            isBusy={step.isPending}
            problem={step.error}
            onRemark={(remark) => step.mutate({ params: { path: { id } }, body: { remark } })}
            onCancel={() => {
              step.reset();
              setAct(undefined);
            }}
          />
        )}
      </Suspense>
    </Flex>
  );
}
