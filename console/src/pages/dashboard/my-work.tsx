import type { UseQueryResult } from '@tanstack/react-query';
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
    orders: '待审批止付冻结',
    extensions: '待审批延长冻结',
    campaigns: '待启动核验行动',
    answered: '待认可差异说明',
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
    orders: 'stops and freezes to approve',
    extensions: 'extensions of freezes to approve',
    campaigns: 'campaigns to start',
    answered: 'explained differences to close',
    escalations: 'escalated overdue directives',
    candidates: 'rulebooks to publish',
  },
});

/** More are not counted here. */
const MOST = 100;

interface Task {
  key: Exclude<keyof (typeof WORDS)['zh'], 'title' | 'none'>;
  to: string;
  /** How many; undefined until it is known, null if nobody could say. */
  count: number | null | undefined;
  /** There are more than `count`. */
  isMore?: boolean;
}

/** What waits for this officer, by role; each leads to where it is done. */
export function MyWork() {
  const said = useWords(WORDS);
  const tasks = [...useListTasks(), ...useAppealTasks(), ...useApprovals(), ...useOtherTasks()];
  return (
    <section aria-label={said.title}>
      {tasks.length === 0 && <span className="secondary">{said.none}</span>}
      <ul className="tasks">
        {tasks.map(({ key, to, count, isMore = false }) => (
          <li key={key} data-waiting={typeof count === 'number' && count > 0}>
            <Link to={to}>
              <strong>
                <Count count={count} isMore={isMore} />
              </strong>
              {said[key]}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Count({ count, isMore = false }: Pick<Task, 'count' | 'isMore'>) {
  const format = useFormat();
  if (count === undefined) return <Skeleton.Button size="small" />;
  return count === null ? '—' : `${format.number(count)}${isMore ? '+' : ''}`;
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
  const total = (lists: { total: number }): number => lists.total;
  return [
    ...tasksIf(isSubmitter, { key: 'drafts', to: '/lists?state=draft&author=me', count: countIn(drafts, total) }),
    ...tasksIf(isApprover, { key: 'submitted', to: '/lists?state=submitted', count: countIn(submitted, total) }),
  ];
}

function useAppealTasks(): Task[] {
  const hears = useMay('appeals');
  const appeals = api.useQuery('get', '/v1/appeals', { params: { query: { limit: 1 } } }, { enabled: hears });
  const tasks = (['filed', 'accepted', 'verified'] as const).map((state) => ({
    key: state,
    to: `/appeals?tab=${state}`,
    count: countIn(appeals, ({ counts }) => counts[state]),
  }));
  return tasksIf(hears, ...tasks);
}

/** What a second officer decides, besides lists. */
function useApprovals(): Task[] {
  const approves = useMay('approver');
  const enabled = { enabled: approves };
  const waiting = { params: { query: { state: 'proposed', limit: MOST } } } as const;
  const extending = { params: { query: { state: 'extending', limit: MOST } } } as const;
  const liftings = api.useQuery('get', '/v1/liftings', waiting, enabled);
  const orders = api.useQuery('get', '/v1/card-orders', waiting, enabled);
  const extensions = api.useQuery('get', '/v1/card-orders', extending, enabled);
  const campaigns = api.useQuery('get', '/v1/campaigns', { params: { query: { limit: MOST } } }, enabled);
  const differences = api.useQuery('get', '/v1/reconciliation-tasks/counts', {}, enabled);
  return tasksIf(
    approves,
    { key: 'liftings', to: '/liftings', ...listed(liftings) },
    { key: 'orders', to: '/card-orders?state=proposed', ...listed(orders) },
    { key: 'extensions', to: '/card-orders?state=extending', ...listed(extensions) },
    {
      key: 'campaigns',
      to: '/campaigns?state=draft',
      ...listed(campaigns, ({ state }) => state === 'draft'),
    },
    {
      key: 'answered',
      to: '/reconciliation?state=answered',
      count: countIn(differences, ({ items }) =>
        items.reduce((sum, { state, count }) => sum + (state === 'answered' ? count : 0), 0),
      ),
    },
  );
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
  const candidates = listed(rulebooks, ({ state }) => state === 'candidate');
  return [
    ...tasksIf(watches, { key: 'escalations', to: '/directives?tab=overdue', ...listed(escalations) }),
    ...tasksIf(publishes, { key: 'candidates', to: '/rules?state=candidate', ...candidates }),
  ];
}

function tasksIf(may: boolean, ...tasks: Task[]): Task[] {
  return may ? tasks : [];
}

type Asked<Data> = Pick<UseQueryResult<Data>, 'data' | 'error'>;

function countIn<Data>({ data, error }: Asked<Data>, of: (data: Data) => number): Task['count'] {
  if (data !== undefined) return of(data);
  return error === null ? undefined : null;
}

/** Of a list that does not say how long it is; there may be more behind its first page. */
function listed<Row>(
  query: Asked<{ items: Row[]; nextCursor: string | null }>,
  isMeant: (row: Row) => boolean = () => true,
): Pick<Task, 'count' | 'isMore'> {
  const isMore = query.data !== undefined && query.data.nextCursor !== null;
  return { count: countIn(query, ({ items }) => items.filter(isMeant).length), isMore };
}
