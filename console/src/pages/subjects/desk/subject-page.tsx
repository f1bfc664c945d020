import { lazy, Suspense, useEffect } from 'react';
import { Skeleton } from 'antd';
import { useParams } from 'react-router';
import { api, type Schema } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { Loaded } from '../../../parts/loaded';
import { Page } from '../../../parts/page';
import { TabLinks, useTab } from '../../../parts/filters/tab-links';
import '../subjects.css';
import { rememberSeen } from '../tab-memory';
import { InForce } from './in-force';
import { SubjectActions } from './subject-actions';
import { SubjectHead } from './subject-head';

const WORDS = words({
  zh: {
    search: '对象查询',
    subject: '惩戒对象',
    tabs: '对象的各方面',
    names: {
      timeline: '时间线',
      cards: '名下的卡',
      directives: '指令与回执',
      process: '申诉与解除',
      notices: '告知书与送达',
      ask: '试问判定',
    },
  },
  en: {
    search: 'Search',
    subject: 'Subject',
    tabs: 'Parts of this subject',
    names: {
      timeline: 'Timeline',
      cards: 'Cards',
      directives: 'Directives and receipts',
      process: 'Appeals and liftings',
      notices: 'Notices and service',
      ask: 'Ask as an institution',
    },
  },
});

export type Timeline = Schema<'TimelineResponse'>;

/** What every tab of a subject is given. */
export interface TabProps {
  timeline: Timeline;
}

const TABS = {
  timeline: lazy(() => import('../timeline/timeline-tab')),
  cards: lazy(() => import('./cards-tab')),
  directives: lazy(() => import('./directives-tab')),
  process: lazy(() => import('./process-tab')),
  notices: lazy(() => import('./notices-tab')),
  ask: lazy(() => import('../ask/ask-tab')),
};
const KEYS = ['timeline', 'cards', 'directives', 'process', 'notices', 'ask'] as const;

/** Everything about one person or unit: what is in force and why, how it came to that, and what can be done. */
export function SubjectPage() {
  const said = useWords(WORDS);
  const { id = '' } = useParams();
  const path = { params: { path: { id } } };
  const subject = api.useQuery('get', '/v1/subjects/{id}', path);
  const timeline = api.useQuery('get', '/v1/subjects/{id}/timeline', path);
  useEffect(() => {
    if (subject.data !== undefined) rememberSeen(subject.data);
  }, [subject.data]);
  return (
    <Page
      title={subject.data?.nameMasked ?? said.subject}
      above={[[said.search, '/subjects']]}
      actions={subject.data !== undefined && <SubjectActions subjectId={id} />}
    >
      <Loaded query={subject}>
        {(found) => <Loaded query={timeline}>{(told) => <Desk subject={found} timeline={told} />}</Loaded>}
      </Loaded>
    </Page>
  );
}

function Desk({ subject, timeline }: { subject: Schema<'SubjectView'>; timeline: Timeline }) {
  const { tabs, names } = useWords(WORDS);
  const tab = useTab(KEYS);
  const Tab = TABS[tab];
  // Liftings are not in the timeline: a number of appeals alone would deceive.
  const counts: Partial<Record<(typeof KEYS)[number], number>> = { directives: timeline.directives.length };
  return (
    <>
      <SubjectHead subject={subject} />
      <InForce key={String(tab === KEYS[0])} timeline={timeline} isOpen={tab === KEYS[0]} />
      <TabLinks
        label={tabs}
        selected={tab}
        tabs={KEYS.map((key) => {
          const count = counts[key] ?? 0;
          return { key, title: names[key], ...(count > 0 ? { count } : {}) };
        })}
      />
      <Suspense fallback={<Skeleton active />}>
        <Tab timeline={timeline} />
      </Suspense>
    </>
  );
}
