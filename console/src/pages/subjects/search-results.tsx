import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useNameOf } from '../../api/catalogue';
import { client, type Schema } from '../../api/client';
import { READ_ONCE } from '../../api/query-client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Blank } from '../../parts/blank';
import { CursorTable } from '../../parts/tables/cursor-table';
import { DataTable, type Column } from '../../parts/tables/data-table';
import { NamedTag } from '../../parts/values/named-tag';
import { CardLink } from '../enforcement/references';
import { Identifiers } from './identifiers';
import type { Sought } from './tab-memory';

type Found = Schema<'FoundSubjectView'>;
type FoundCard = Schema<'FoundCardView'>;

const WORDS = words({
  zh: {
    subjects: '查询结果',
    cards: '这个号码的卡',
    name: '对象',
    kind: '类别',
    identifiers: '证件',
    inForce: '执行中的惩戒',
    heaviest: '状态',
    card: '卡',
    number: '号码',
    institution: '登记机构',
    nobody: '未登记',
    listing: '涉案名单',
    since: '列入日期',
    none: '没有找到',
    noneWhy: '系统里没有这个对象。请核对号码、类型或姓名全称;也可能从未被惩戒、名下也没有登记的卡。',
  },
  en: {
    subjects: 'Results',
    cards: 'Cards of this number',
    name: 'Subject',
    kind: 'Kind',
    identifiers: 'Identifiers',
    inForce: 'Sanctions in force',
    heaviest: 'State',
    card: 'Card',
    number: 'Number',
    institution: 'Registered by',
    nobody: 'Nobody',
    listing: 'Card blacklist',
    since: 'Since',
    none: 'Nobody was found',
    noneWhy:
      'The books know no such subject. Check the number, its type or the whole name; or it was never sanctioned and holds no registered card.',
  },
});

/** Who was found, masked; the search is audited once, and not again when somebody comes back to it. */
export function SearchResults({ sought }: { sought: Sought }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const query = useSearch(sought);
  const columns: Column<Found>[] = [
    {
      key: 'name',
      title: said.name,
      width: '20%',
      cell: ({ id, nameMasked }) => <Link to={`/subjects/${id}`}>{nameMasked}</Link>,
    },
    { key: 'kind', title: said.kind, width: 90, cell: ({ kind }) => nameOf('subjectKinds', kind) },
    { key: 'ids', title: said.identifiers, cell: ({ identifiers }) => <Identifiers masked={identifiers} /> },
    {
      key: 'inForce',
      title: said.inForce,
      width: 130,
      isNumber: true,
      cell: ({ inForce }) => format.number(inForce),
    },
    {
      key: 'heaviest',
      title: said.heaviest,
      width: 130,
      cell: ({ heaviest }) => heaviest !== null && <NamedTag of="sanctionStates" id={heaviest} />,
    },
  ];
  const cards = query.data?.pages[0]?.cards ?? [];
  return (
    <>
      {cards.length > 0 && <Cards cards={cards} />}
      <CursorTable
        query={query}
        columns={columns}
        rowKey={({ id }) => id}
        label={said.subjects}
        minWidth={680}
        empty={<Blank title={said.none} why={said.noneWhy} />}
      />
    </>
  );
}

function Cards({ cards }: { cards: readonly FoundCard[] }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<FoundCard>[] = [
    { key: 'kind', title: said.card, width: 140, cell: ({ kind }) => nameOf('cardKinds', kind) },
    {
      key: 'number',
      title: said.number,
      cell: ({ id, numberMasked }) => <CardLink id={id}>{numberMasked}</CardLink>,
    },
    { key: 'institution', title: said.institution, cell: ({ institution }) => institution ?? said.nobody },
    {
      key: 'status',
      title: said.listing,
      width: 130,
      cell: ({ status }) => <NamedTag of="listings" id={status} />,
    },
    { key: 'since', title: said.since, width: 130, cell: ({ since }) => format.day(since) },
  ];
  return (
    <DataTable
      label={said.cards}
      rows={cards}
      columns={columns}
      rowKey={({ id, kind, institution }) => id ?? `${kind} ${institution ?? ''}`}
    />
  );
}

function useSearch(sought: Sought) {
  return useInfiniteQuery({
    queryKey: ['subject-search', sought],
    ...READ_ONCE,
    initialPageParam: FIRST_PAGE,
    queryFn: async ({ pageParam, signal }) => {
      const body = pageParam === null ? sought : { ...sought, cursor: pageParam };
      const { data, error } = await client.POST('/v1/subjects/search', { body, signal });
      if (data === undefined) throw error;
      return data;
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

const FIRST_PAGE: string | null = null;
