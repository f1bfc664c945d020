import { Button, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useNameOf } from '../../api/catalogue';
import { api, type Schema } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Blank } from '../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../parts/tables/cursor-table';
import type { Column } from '../../parts/tables/data-table';
import { Page } from '../../parts/page';
import { TabLinks, useTab } from '../../parts/filters/tab-links';
import { useMay } from '../../session/session';
import { AppealFilters, useAppealFilter } from './appeal-filters';
import { Due } from './clocks';
import { PENDING } from './standings';

type Appeal = Schema<'AppealResponse'>;

const WORDS = words({
  zh: {
    title: '申诉',
    file: '登记申诉',
    tabs: '按状态查看',
    all: '全部',
    states: {
      filed: '待受理',
      accepted: '核查中',
      verified: '待决定',
      upheld: '成立',
      dismissed: '不成立',
      refused: '不予受理',
      withdrawn: '已撤回',
    },
    receiptNo: '受理编号',
    person: '申诉人',
    kind: '申诉事由',
    regime: '惩戒依据',
    organ: '认定机关',
    noSanction: '不涉及惩戒',
    filedAt: '登记时间',
    open: '工作日',
    due: '当前期限',
    suspended: '暂停执行',
    none: '这里没有申诉',
    noneWhy: '当面或书面提出的申诉,在“登记申诉”中录入。',
  },
  en: {
    title: 'Appeals',
    file: 'File an appeal',
    tabs: 'By state',
    all: 'All',
    states: {
      filed: 'To accept',
      accepted: 'Being verified',
      verified: 'To decide',
      upheld: 'Upheld',
      dismissed: 'Dismissed',
      refused: 'Not accepted',
      withdrawn: 'Withdrawn',
    },
    receiptNo: 'Receipt number',
    person: 'Person',
    kind: 'Kind',
    regime: 'Regime',
    organ: 'Identified by',
    noSanction: 'about no sanction',
    filedAt: 'Filed',
    open: 'Days open',
    due: 'Time limit now',
    suspended: 'effect suspended',
    none: 'No appeals here',
    noneWhy: 'An appeal made in person or in writing is taken in with “File an appeal”.',
  },
});

const TABS = ['filed', 'accepted', 'verified', 'upheld', 'dismissed', 'refused', 'withdrawn', 'all'] as const;

/** The queue: whoever waits longest is first. */
export function AppealsPage() {
  const said = useWords(WORDS);
  const navigate = useNavigate();
  const mayFile = useMay('appeals', 'submitter');
  const tab = useTab(TABS);
  const filter = useAppealFilter();
  // Asked on its own, so that the numbers stand while the rows of another state are on their way.
  const { data: counted } = api.useQuery('get', '/v1/appeals', { params: { query: { ...filter, limit: 1 } } });
  const state = tab === 'all' ? {} : { state: tab };
  const init = { params: { query: { ...filter, ...state, limit: 100 } } };
  const query = api.useInfiniteQuery('get', '/v1/appeals', init, BY_CURSOR);
  const counts = counted?.counts;
  const total = counts === undefined ? undefined : Object.values(counts).reduce((sum, count) => sum + count, 0);
  const count = tab === 'all' ? total : counts?.[tab];
  const tabs = TABS.map((key) => {
    const known = key === 'all' ? total : counts?.[key];
    return {
      key,
      title: key === 'all' ? said.all : said.states[key],
      ...(known === undefined ? {} : { count: known }),
    };
  });
  return (
    <Page
      title={said.title}
      actions={
        mayFile && (
          <Button type="primary" onClick={() => void navigate('/appeals/new')}>
            {said.file}
          </Button>
        )
      }
    >
      <TabLinks tabs={tabs} selected={tab} label={said.tabs} />
      <AppealFilters />
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        label={said.title}
        minWidth={1000}
        {...(count === undefined ? {} : { total: count })}
        empty={<Blank title={said.none} why={mayFile ? said.noneWhy : undefined} />}
      />
    </Page>
  );
}

function useColumns(): Column<Appeal>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    {
      key: 'no',
      title: said.receiptNo,
      width: 166,
      cell: ({ id, receiptNo }) => <Link to={`/appeals/${id}`}>{receiptNo}</Link>,
    },
    { key: 'person', title: said.person, width: 174, cell: ({ subject }) => <Person {...subject} /> },
    {
      key: 'kind',
      title: said.kind,
      width: 150,
      cell: ({ kind, suspendedAt, state }) => (
        <>
          {nameOf('appealKinds', kind)}{' '}
          {suspendedAt !== null && PENDING.includes(state) && <Tag color="blue">{said.suspended}</Tag>}
        </>
      ),
    },
    {
      key: 'regime',
      title: said.regime,
      cell: ({ regime, organ }) => (
        <>
          {regime === null ? <span className="secondary">{said.noSanction}</span> : nameOf('regimes', regime)}
          {organ !== null && (
            <div>
              <Link to={`?tab=all&organ=${encodeURIComponent(organ.code)}`} title={said.organ}>
                {organ.name}
              </Link>
            </div>
          )}
        </>
      ),
    },
    { key: 'filedAt', title: said.filedAt, width: 142, cell: ({ filedAt }) => format.instant(filedAt) },
    { key: 'open', title: said.open, width: 84, isNumber: true, cell: (one) => format.number(one.workingDaysOpen) },
    {
      key: 'due',
      title: said.due,
      width: 120,
      cell: ({ dueOn, state }) => <Due dueOn={dueOn} isRead={!RUNNING.includes(state)} />,
    },
  ];
}

/** Nobody has decided yet. */
/** A time limit runs, read or not. */
const RUNNING: readonly Appeal['state'][] = [...PENDING, 'upheld'];

function Person({ nameMasked, idNumberMasked }: Appeal['subject']) {
  return (
    <>
      {nameMasked ?? ''} <span className="tabular secondary">{idNumberMasked}</span>
    </>
  );
}
