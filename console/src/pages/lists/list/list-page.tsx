import { Skeleton } from 'antd';
import { lazy, Suspense, type ComponentType } from 'react';
import { useParams } from 'react-router';
import { api } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { Loaded } from '../../../parts/loaded';
import { Page } from '../../../parts/page';
import { useMay } from '../../../session/session';
import type { ListDetail } from '../list-state';
import '../lists.css';
import { useSearchParameters } from '../../../parts/filters/search-parameters';
import { ChoiceLinks } from '../../../parts/filters/tab-links';
import { ListActs } from './list-acts';
import { ListHead } from './list-head';

const WORDS = words({
  zh: {
    lists: '惩戒名单',
    list: '名单',
    tabs: '名单内容',
    rows: '各行',
    summary: '摘要',
    comparison: '与上一批比较',
    execution: '执行情况',
    history: '经过',
  },
  en: {
    lists: 'Sanction lists',
    list: 'List',
    tabs: 'Parts of the list',
    rows: 'Rows',
    summary: 'Summary',
    comparison: 'Compared with the previous one',
    execution: 'Execution',
    history: 'History',
  },
});

const TABS = {
  rows: lazy(() => import('../rows/rows-tab')),
  summary: lazy(() => import('../review/summary-tab')),
  comparison: lazy(() => import('../review/comparison-tab')),
  execution: lazy(() => import('./execution-tab')),
  history: lazy(() => import('./history-tab')),
} satisfies Record<string, ComponentType<{ list: ListDetail }>>;

type Tab = keyof typeof TABS;
const NAMES: readonly Tab[] = ['rows', 'summary', 'comparison', 'execution', 'history'];
const OF_REVIEW: readonly Tab[] = ['summary', 'comparison', 'execution'];

/** One list: how it stands, what can be done with it, and its parts as tabs. */
export function ListPage() {
  const said = useWords(WORDS);
  const { id = '' } = useParams();
  const query = api.useQuery('get', '/v1/sanction-lists/{id}', { params: { path: { id } } });
  const list = query.data;
  return (
    <Page
      title={list?.title ?? said.list}
      above={[[said.lists, '/lists']]}
      actions={list !== undefined && <ListActs list={list} />}
    >
      <Loaded query={query}>
        {(loaded) => (
          <>
            <ListHead list={loaded} />
            <Tabs list={loaded} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Whoever has to approve begins with the summary, everybody else with the rows. */
function Tabs({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const search = useSearchParameters();
  const mayApprove = useMay('approver');
  const tabs = useTabs(list);
  const tab = search.choice('tab', tabs) ?? (mayApprove && list.state === 'submitted' ? 'summary' : 'rows');
  const Shown = TABS[tab];
  const links = tabs.map((name) => ({
    key: name,
    title: said[name],
    to: search.link({ tab: name }),
    isChosen: name === tab,
  }));
  return (
    <>
      <ChoiceLinks label={said.tabs} links={links} />
      <Suspense fallback={<Skeleton active />}>
        <Shown list={list} />
      </Suspense>
    </>
  );
}

/** What is said about a list is for who makes, approves or audits lists; it is executed once it is approved. */
function useTabs({ state }: ListDetail): readonly Tab[] {
  const mayReview = useMay('submitter', 'approver', 'auditor');
  return NAMES.filter(
    (name) => (mayReview || !OF_REVIEW.includes(name)) && (name !== 'execution' || state === 'approved'),
  );
}
