import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Blank } from '../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../parts/tables/cursor-table';
import type { Column } from '../../parts/tables/data-table';
import { Page } from '../../parts/page';
import { useSearchParameters } from '../../parts/filters/search-parameters';
import { ChoiceLinks } from '../../parts/filters/tab-links';
import { useMay } from '../../session/session';
import { LIST_PURPOSES, LIST_STATES, LIST_WORDS, ListState, type List } from './list-state';
import './lists.css';
import { ListsFilters } from './lists-filters';

const WORDS = words({
  zh: {
    title: '惩戒名单',
    make: '新建名单',
    name: '名单',
    purpose: '类别',
    state: '状态',
    organ: '报送单位',
    author: '经办人',
    rows: '行数',
    refused: '未受理',
    createdAt: '建立时间',
    views: '名单范围',
    all: '全部名单',
    waiting: '待审批',
    mine: '我的名单',
    empty: '没有符合条件的名单',
    emptyWhy: '调整筛选条件,或新建一份名单。',
  },
  en: {
    title: 'Sanction lists',
    make: 'New list',
    name: 'List',
    purpose: 'Purpose',
    state: 'State',
    organ: 'Organ',
    author: 'Author',
    rows: 'Rows',
    refused: 'Refused',
    createdAt: 'Created',
    views: 'Which lists',
    all: 'All lists',
    waiting: 'Waiting for approval',
    mine: 'My lists',
    empty: 'No list fits',
    emptyWhy: 'Change the filters, or make a new list.',
  },
});

const PAGE = 100;

/** Every list, newest first. */
export function ListsPage() {
  const said = useWords(WORDS);
  const search = useSearchParameters();
  const maySubmit = useMay('submitter');
  const [title, setTitle] = useState('');
  const query = useLists(title);
  const make = (
    <Link to="/lists/new">
      <Button type="primary" tabIndex={-1}>
        {said.make}
      </Button>
    </Link>
  );
  const isMine = search.read('author') === 'me';
  const isWaiting = search.read('state') === 'submitted';
  const views = [
    { key: 'all', title: said.all, to: search.link({ author: '', state: '' }), isChosen: !isMine && !isWaiting },
    { key: 'waiting', title: said.waiting, to: search.link({ author: '', state: 'submitted' }), isChosen: isWaiting },
    { key: 'mine', title: said.mine, to: search.link({ author: 'me', state: '' }), isChosen: isMine && !isWaiting },
  ];
  return (
    <Page title={said.title} actions={maySubmit && make}>
      <ChoiceLinks label={said.views} links={views} />
      <ListsFilters search={search} onTitle={setTitle} />
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        label={said.title}
        minWidth={980}
        total={query.data?.pages[0]?.total ?? 0}
        empty={<Blank title={said.empty} why={said.emptyWhy} />}
      />
    </Page>
  );
}

function useLists(title: string) {
  const search = useSearchParameters();
  const state = search.choice('state', LIST_STATES);
  const purpose = search.choice('purpose', LIST_PURPOSES);
  const author = search.choice('author', ['me']);
  const [organ, from, to] = ['organ', 'from', 'to'].map((name) => search.read(name));
  const filter = {
    ...(state && { state }),
    ...(purpose && { purpose }),
    ...(author && { author }),
    ...(organ && { organ }),
    ...(title && { q: title }),
    ...(from && { from }),
    ...(to && { to }),
  };
  return api.useInfiniteQuery(
    'get',
    '/v1/sanction-lists',
    { params: { query: { limit: PAGE, ...filter } } },
    BY_CURSOR,
  );
}

function useColumns(): Column<List>[] {
  const said = useWords(WORDS);
  const { purposes } = useWords(LIST_WORDS);
  const format = useFormat();
  return [
    { key: 'name', title: said.name, cell: ({ id, title }) => <Link to={`/lists/${id}`}>{title}</Link> },
    { key: 'state', title: said.state, width: 100, cell: ({ state }) => <ListState state={state} /> },
    { key: 'purpose', title: said.purpose, width: 100, cell: ({ purpose }) => purposes[purpose] },
    { key: 'organ', title: said.organ, width: 170, cell: ({ author }) => author.organName },
    { key: 'author', title: said.author, width: 150, cell: ({ author }) => author.username },
    { key: 'rows', title: said.rows, width: 80, isNumber: true, cell: ({ counts }) => format.number(counts.total) },
    {
      key: 'refused',
      title: said.refused,
      width: 80,
      isNumber: true,
      cell: ({ counts }) => format.number(counts.rejected),
    },
    { key: 'createdAt', title: said.createdAt, width: 150, cell: ({ createdAt }) => format.instant(createdAt) },
  ];
}
