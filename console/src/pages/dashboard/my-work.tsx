import { Skeleton } from 'antd';
import { Link } from 'react-router';
import { api } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { useMay } from '../../session/session';

const WORDS = words({
  zh: {
    title: '我的待办',
    none: '您的角色没有待办事项。',
    drafts: '我的草稿名单',
    submitted: '待审批名单',
    filed: '待受理申诉',
    accepted: '核查中申诉',
    verified: '待决定申诉',
    liftings: '待审批解除',
    escalations: '逾期上报',
    candidates: '待发布规则集',
  },
  en: {
    title: 'My work',
    none: 'Nothing waits for your role.',
    drafts: 'my draft lists',
    submitted: 'lists to approve',
    filed: 'appeals to accept',
    accepted: 'appeals to verify',
    verified: 'appeals to decide',
    liftings: 'liftings to approve',
    escalations: 'escalated overdue directives',
    candidates: 'rulebooks to publish',
  },
});

/** More are not counted here. */
const MOST = 100;

interface Task {
  key: Exclude<keyof (typeof WORDS)['zh'], 'title' | 'none'>;
  to: string;
  /** How many; undefined until it is known. */
  count: number | undefined;
  /** There are more than `count`. */
  isMore?: boolean;
}

/** What waits for this officer, by role; each leads to where it is done. */
export function MyWork() {
  const said = useWords(WORDS);
  const format = useFormat();
  const tasks = [...useListTasks(), ...useAppealTasks(), ...useOtherTasks()];
  return (
    <section aria-label={said.title}>
      {tasks.length === 0 && <span className="secondary">{said.none}</span>}
      <ul className="tasks">
        {tasks.map(({ key, to, count, isMore = false }) => (
          <li key={key} data-waiting={count !== 0}>
            <Link to={to}>
              <strong>
                {count === undefined ? <Skeleton.Button size="small" /> : `${format.number(count)}${isMore ? '+' : ''}`}
              </strong>
              {said[key]}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function useListTasks(): Task[] {
  const [isSubmitter, isApprover] = [useMay('submitter'), useMay('approver')];
  const drafts = api.useQuery(
    'get',
    '/v1/sanction-lists',
    { params: { query: { state: 'draft', author: 'me', limit: 1 } } },
    { enabled: isSubmitter },
  );
  const submitted = api.useQuery(
    'get',
    '/v1/sanction-lists',
    { params: { query: { state: 'submitted', limit: 1 } } },
    { enabled: isApprover },
  );
  return [
    ...(isSubmitter ? [{ key: 'drafts' as const, to: '/lists?state=draft&author=me', count: drafts.data?.total }] : []),
    ...(isApprover ? [{ key: 'submitted' as const, to: '/lists?state=submitted', count: submitted.data?.total }] : []),
  ];
}

function useAppealTasks(): Task[] {
  const [hears, approves] = [useMay('appeals'), useMay('approver')];
  const appeals = api.useQuery('get', '/v1/appeals', { params: { query: { limit: 1 } } }, { enabled: hears });
  const liftings = api.useQuery(
    'get',
    '/v1/liftings',
    { params: { query: { state: 'proposed', limit: MOST } } },
    { enabled: approves },
  );
  const states = hears ? (['filed', 'accepted', 'verified'] as const) : [];
  return [
    ...states.map((state) => ({ key: state, to: `/appeals?tab=${state}`, count: appeals.data?.counts[state] })),
    ...(approves ? [{ key: 'liftings' as const, to: '/liftings', ...countOf(liftings.data) }] : []),
  ];
}

function useOtherTasks(): Task[] {
  const [watches, publishes] = [useMay('submitter', 'approver', 'auditor'), useMay('rules_author', 'rules_approver')];
  const escalations = api.useQuery(
    'get',
    '/v1/escalations',
    { params: { query: { state: 'open', limit: MOST } } },
    { enabled: watches },
  );
  const rulebooks = api.useQuery(
    'get',
    '/v1/rulebooks',
    { params: { query: { limit: MOST } } },
    { enabled: publishes },
  );
  const candidates = rulebooks.data?.items.filter(({ state }) => state === 'candidate').length;
  return [
    ...(watches ? [{ key: 'escalations' as const, to: '/directives?tab=overdue', ...countOf(escalations.data) }] : []),
    ...(publishes ? [{ key: 'candidates' as const, to: '/rules', count: candidates }] : []),
  ];
}

/** Of a list that does not say how long it is. */
function countOf(page: { items: unknown[]; nextCursor: string | null } | undefined): Pick<Task, 'count' | 'isMore'> {
  return { count: page?.items.length, isMore: page !== undefined && page.nextCursor !== null };
}
