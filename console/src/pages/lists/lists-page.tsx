import { Select, Tag } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { api, type Schema } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { BY_CURSOR, CursorTable } from '../../parts/cursor-table';
import type { Column } from '../../parts/data-table';
import { Page } from '../../parts/page';

type List = Schema<'ListResponse'>;

const WORDS = words({
  zh: {
    title: '惩戒名单',
    name: '名单',
    state: '状态',
    rows: '行数',
    refused: '未受理',
    createdAt: '建立时间',
    all: '全部状态',
    states: { draft: '草稿', submitted: '待审批', approved: '已批准', rejected: '已驳回', withdrawn: '已撤回' },
  },
  en: {
    title: 'Sanction lists',
    name: 'List',
    state: 'State',
    rows: 'Rows',
    refused: 'Refused',
    createdAt: 'Created',
    all: 'All states',
    states: {
      draft: 'Draft',
      submitted: 'Submitted',
      approved: 'Approved',
      rejected: 'Rejected',
      withdrawn: 'Withdrawn',
    },
  },
});

const COLOURS = { draft: 'default', submitted: 'gold', approved: 'green', rejected: 'red', withdrawn: 'default' };

/** Every list, newest first. */
export function ListsPage() {
  const said = useWords(WORDS);
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const state = stateIn(search.get('state'));
  const query = api.useInfiniteQuery(
    'get',
    '/v1/sanction-lists',
    { params: { query: { limit: 100, ...(state === undefined ? {} : { state }) } } },
    BY_CURSOR,
  );
  const columns: Column<List>[] = [
    { key: 'name', title: said.name, cell: ({ id, title }) => <Link to={`/lists/${id}`}>{title}</Link> },
    {
      key: 'state',
      title: said.state,
      width: 110,
      cell: ({ state: is }) => <Tag color={COLOURS[is]}>{said.states[is]}</Tag>,
    },
    { key: 'rows', title: said.rows, width: 100, isNumber: true, cell: ({ counts }) => format.number(counts.total) },
    {
      key: 'refused',
      title: said.refused,
      width: 100,
      isNumber: true,
      cell: ({ counts }) => format.number(counts.rejected),
    },
    { key: 'createdAt', title: said.createdAt, width: 160, cell: ({ createdAt }) => format.instant(createdAt) },
  ];
  const options = [
    { value: '', label: said.all },
    ...Object.entries(said.states).map(([value, label]) => ({ value, label })),
  ];
  return (
    <Page title={said.title}>
      <Select
        aria-label={said.state}
        style={{ width: 160 }}
        value={state ?? ''}
        options={options}
        onChange={(chosen) => setSearch(chosen === '' ? {} : { state: chosen }, { replace: true })}
      />
      <CursorTable query={query} columns={columns} rowKey={({ id }) => id} label={said.title} />
    </Page>
  );
}

function stateIn(said: string | null): List['state'] | undefined {
  return (['draft', 'submitted', 'approved', 'rejected', 'withdrawn'] as const).find((known) => known === said);
}
