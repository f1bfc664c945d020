import { Link } from 'react-router';
import { useNameOf } from '../../api/catalogue';
import { api, type Schema } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Actor } from '../../parts/values/actor';
import { Blank } from '../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../parts/tables/cursor-table';
import type { Column } from '../../parts/tables/data-table';
import { Page } from '../../parts/page';
import { TabLinks, useTab } from '../../parts/filters/tab-links';
import { LIFTING_STATES } from './lifting-state';

const WORDS = words({
  zh: {
    title: '提前解除',
    tabs: '按状态查看',
    all: '全部',
    documentNo: '文号',
    regime: '惩戒依据',
    organ: '认定机关',
    lastDay: '原期限至',
    proposed: '提出',
    decided: '审批',
    none: '这里没有解除申请',
    noneWhy: '提前解除在对象页面上提出,由另一名民警审批。',
  },
  en: {
    title: 'Liftings',
    tabs: 'By state',
    all: 'All',
    documentNo: 'Document',
    regime: 'Regime',
    organ: 'Identified by',
    lastDay: 'Term until',
    proposed: 'Proposed',
    decided: 'Decided',
    none: 'No liftings here',
    noneWhy: 'An early end is proposed on the page of the subject, and decided by a second officer.',
  },
});

const TABS = ['proposed', 'approved', 'rejected', 'all'] as const;

/** Early ends of sanctions, oldest first. */
export function LiftingsPage() {
  const said = useWords(WORDS);
  const tab = useTab(TABS);
  const titles = { ...useWords(LIFTING_STATES), all: said.all };
  const init = { params: { query: { limit: 100, ...(tab === 'all' ? {} : { state: tab }) } } };
  const query = api.useInfiniteQuery('get', '/v1/liftings', init, BY_CURSOR);
  return (
    <Page title={said.title}>
      <TabLinks tabs={TABS.map((key) => ({ key, title: titles[key] }))} selected={tab} label={said.tabs} />
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        label={said.title}
        empty={<Blank title={said.none} why={said.noneWhy} />}
      />
    </Page>
  );
}

function useColumns(): Column<Schema<'LiftingResponse'>>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    {
      key: 'no',
      title: said.documentNo,
      width: 220,
      cell: ({ id, documentNo }) => <Link to={`/liftings/${id}`}>{documentNo}</Link>,
    },
    { key: 'regime', title: said.regime, cell: ({ sanction }) => nameOf('regimes', sanction.regime) },
    { key: 'organ', title: said.organ, cell: ({ sanction }) => sanction.organName },
    { key: 'lastDay', title: said.lastDay, width: 120, cell: ({ sanction }) => format.day(sanction.lastDay) },
    {
      key: 'proposed',
      title: said.proposed,
      width: 170,
      cell: ({ proposedAt, proposedBy }) => <By at={proposedAt} officerId={proposedBy} />,
    },
    {
      key: 'decided',
      title: said.decided,
      width: 170,
      cell: ({ decidedAt, decidedBy }) => (decidedBy === null ? '—' : <By at={decidedAt} officerId={decidedBy} />),
    },
  ];
}

function By({ at, officerId }: { at: string | null; officerId: string }) {
  const format = useFormat();
  return (
    <>
      {format.instant(at)}
      <div className="secondary">
        <Actor id={`officer:${officerId}`} />
      </div>
    </>
  );
}
