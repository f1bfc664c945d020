import { Select, Tag } from 'antd';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import type { ListDetail } from '../list-state';
import { useFieldNames, type FieldNames } from '../rows/field-words';
import { useSearchParameters } from '../../../parts/filters/search-parameters';
import { ChoiceLinks } from '../../../parts/filters/tab-links';

type Item = Schema<'ComparedItem'>;

const KINDS = ['added', 'changed', 'gone', 'same'] as const;

const WORDS = words({
  zh: {
    with: '比较对象',
    previous: '上一批(同单位、同类别)',
    nothing: '没有可比较的名单:全部视为新增',
    kinds: { added: '新增', changed: '有变化', gone: '不再列入', same: '相同' },
    filter: '按变化筛选',
    change: '变化',
    row: '本名单行',
    otherRow: '对比名单行',
    who: '对象',
    differences: '差异(原 → 现)',
    items: '比较结果',
    empty: '没有这类变化',
  },
  en: {
    with: 'Compared with',
    previous: 'The previous one of the organ',
    nothing: 'No list to compare with: everything counts as added',
    kinds: { added: 'Added', changed: 'Changed', gone: 'Gone', same: 'Same' },
    filter: 'By change',
    change: 'Change',
    row: 'Row here',
    otherRow: 'Row there',
    who: 'Subject or card',
    differences: 'Differences (before → now)',
    items: 'Comparison',
    empty: 'No such change',
  },
});

const COLOURS: Readonly<Record<Item['kind'], string>> = {
  added: 'blue',
  changed: 'gold',
  gone: 'red',
  same: 'default',
};
const MOST_LISTS = 100;

/** Which subjects or cards came, went and changed since another list. */
export default function ComparisonTab({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const search = useSearchParameters();
  const kind = search.choice('kind', KINDS);
  const other = search.read('with');
  const filter = { ...(kind && { kind }), ...(other && { with: other }) };
  const query = api.useInfiniteQuery(
    'get',
    '/v1/sanction-lists/{id}/comparison',
    { params: { path: { id: list.id }, query: { limit: 100, ...filter } } },
    BY_CURSOR,
  );
  const first = query.data?.pages[0];
  const links = KINDS.map((name) => ({
    key: name,
    title: said.kinds[name],
    count: first?.counts[name],
    to: search.link({ tab: 'comparison', kind: kind === name ? '' : name }),
    isChosen: kind === name,
  }));
  return (
    <>
      <div className="filters no-print">
        <OtherList list={list} compared={first?.with?.id} />
        <ChoiceLinks look="chips" label={said.filter} links={links} />
        {first?.with === null && <span className="secondary">{said.nothing}</span>}
      </div>
      <CursorTable
        query={query}
        columns={useColumns(list, first?.with?.id)}
        rowKey={({ row, otherRow }) => `${row} ${otherRow}`}
        label={said.items}
        minWidth={860}
        empty={<Blank title={said.empty} />}
      />
    </>
  );
}

/** The list that is compared with: by default the one before, or any other of the same purpose. */
function OtherList({ list: { id, purpose }, compared }: { list: ListDetail; compared: string | undefined }) {
  const said = useWords(WORDS);
  const search = useSearchParameters();
  const { data } = api.useQuery('get', '/v1/sanction-lists', { params: { query: { purpose, limit: MOST_LISTS } } });
  const others = data?.items.filter((item) => item.id !== id) ?? [];
  const known = others.some((item) => item.id === compared);
  return (
    <Select<string>
      aria-label={said.with}
      style={{ width: 320 }}
      value={compared !== undefined && known ? compared : ''}
      options={[{ value: '', label: said.previous }, ...others.map((item) => ({ value: item.id, label: item.title }))]}
      onChange={(chosen) => search.change({ with: chosen })}
    />
  );
}

function useColumns({ id }: ListDetail, other: string | undefined): Column<Item>[] {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const names = useFieldNames();
  const link = (list: string | undefined, row: number | null) =>
    row !== null && list !== undefined && <Link to={`/lists/${list}?tab=rows&from=${row}&row=${row}`}>{row}</Link>;
  return [
    {
      key: 'kind',
      title: said.change,
      width: 110,
      cell: ({ kind }) => <Tag color={COLOURS[kind]}>{said.kinds[kind]}</Tag>,
    },
    { key: 'row', title: said.row, width: 100, isNumber: true, cell: ({ row }) => link(id, row) },
    {
      key: 'otherRow',
      title: said.otherRow,
      width: 110,
      isNumber: true,
      cell: ({ otherRow }) => link(other, otherRow),
    },
    {
      key: 'who',
      title: said.who,
      width: 230,
      cell: ({ subject, card }) => (
        <span className="tabular">
          {subject !== null && `${subject.nameMasked} ${subject.idNumberMasked}`}
          {card !== null && `${nameOf('cardKinds', card.kind)} ${card.numberMasked}`}
        </span>
      ),
    },
    {
      key: 'differences',
      title: said.differences,
      cell: ({ differences }) =>
        differences.map((difference) => <Difference key={difference.field} {...difference} names={names} />),
    },
  ];
}

function Difference({ field, before, after, names }: Schema<'ComparedDifference'> & { names: FieldNames }) {
  const path = field.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  const [was, is] = [before, after].map((value) => (value === null ? '—' : names.value({ path, value })));
  return (
    <div>
      <span className="secondary">{names.field(path)}</span> {was} → {is}
    </div>
  );
}
