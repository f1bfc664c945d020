import { Flex } from 'antd';
import { Link, useParams } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, client, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { ActButton } from '../../../parts/dialogs/act-button';
import { Facts } from '../../../parts/values/facts';
import { Loaded } from '../../../parts/loaded';
import { Page } from '../../../parts/page';
import { Panel } from '../../../parts/panel';
import { useMay } from '../../../session/session';
import { CardReference } from '../references';
import './reconciliation.css';
import { TaskState } from './task-state';
import { WORDS } from './words';

type Task = Schema<'TaskResponse'>;

/** What a decision changes. */
const AFFECTED = ['/v1/reconciliation-tasks'];

/** One difference: what the institution reports beside what the books say, its explanation, and the decision about it. */
export function TaskPage() {
  const said = useWords(WORDS);
  const { id = '' } = useParams();
  const query = api.useQuery('get', '/v1/reconciliation-tasks/{id}', { params: { path: { id } } });
  const { data } = query;
  return (
    <Page
      title={data === undefined ? said.task : `${said.differences[data.difference]} · ${data.institution.name}`}
      above={[[said.title, '/reconciliation']]}
      actions={data !== undefined && <TaskActs task={data} />}
    >
      <Loaded query={query}>
        {(task) => (
          <>
            <div className="sides">
              <Theirs task={task} />
              <Ours task={task} />
            </div>
            <Explained task={task} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Theirs({ task }: { task: Task }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const { card, cardId, reportedState, institution } = task;
  return (
    <Panel title={said.theirs} extra={<TaskState state={task.state} />}>
      <Facts
        facts={[
          [said.institution, institution.name],
          [said.card, <CardReference key="card" {...card} id={cardId} />],
          [said.cardState, reportedState === null ? said.missing : said.reportedStates[reportedState]],
          [said.firstSeen, format.instant(task.firstSeenAt)],
          [said.lastSeen, format.instant(task.lastSeenAt)],
        ]}
      />
    </Panel>
  );
}

function Ours({ task: { expected } }: { task: Task }) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { action, measure, lastDay, directiveId } = expected;
  if (action === null || measure === null) return <Panel title={said.ours}>{said.nothingExpected}</Panel>;
  return (
    <Panel title={said.ours}>
      <Facts
        facts={[
          [said.action, nameOf('directiveActions', action)],
          [said.measure, nameOf('measures', measure)],
          [said.lastDay, lastDay ?? said.untilFurther],
          [
            said.directive,
            directiveId === null ? (
              said.noDirective
            ) : (
              <Link key="directive" to={`/directives/${directiveId}`}>
                {said.show}
              </Link>
            ),
          ],
        ]}
      />
    </Panel>
  );
}

function Explained({ task: { explanation, explainedAt, remark, decidedAt, resolvedAt } }: { task: Task }) {
  const said = useWords(WORDS);
  const format = useFormat();
  return (
    <div className="sides">
      <Panel title={said.explanation}>
        {explanation ?? <span className="secondary">{said.noExplanation}</span>}
        {explainedAt !== null && (
          <p className="secondary">
            {said.explainedAt} {format.instant(explainedAt)}
          </p>
        )}
      </Panel>
      <Panel title={said.decision}>
        {remark ?? <span className="secondary">{said.noDecision}</span>}
        {decidedAt !== null && (
          <p className="secondary">
            {said.decidedAt} {format.instant(decidedAt)}
          </p>
        )}
        {resolvedAt !== null && (
          <p className="secondary">
            {said.resolvedAt} {format.instant(resolvedAt)}
          </p>
        )}
      </Panel>
    </div>
  );
}

function TaskActs({ task: { id, state } }: { task: Task }) {
  const said = useWords(WORDS);
  const mayDecide = useMay('approver');
  if (!mayDecide) return null;
  const params = { path: { id } };
  return (
    <Flex gap={8}>
      <ActButton
        label={said.reopen}
        isOffered={state === 'answered' || state === 'closed'}
        explanation={said.reopenWhy}
        remark={said.remark}
        act={(remark) => client.POST('/v1/reconciliation-tasks/{id}/reopen', { params, body: { remark } })}
        done={said.reopened}
        affects={AFFECTED}
      />
      <ActButton
        label={said.close}
        isOffered={state === 'open' || state === 'answered'}
        explanation={said.closeWhy}
        remark={said.remark}
        isPrimary
        act={(remark) => client.POST('/v1/reconciliation-tasks/{id}/close', { params, body: { remark } })}
        done={said.closed}
        affects={AFFECTED}
      />
    </Flex>
  );
}
