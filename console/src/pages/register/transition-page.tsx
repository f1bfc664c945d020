import { Tooltip } from 'antd';
import { useEffect } from 'react';
import { Link, useSearchParams } from 'react-router';
import { choicesOf, useCatalogue, useNameOf } from '../../api/catalogue';
import { api, type Schema } from '../../api/client';
import { given } from '../../api/given';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Blank } from '../../parts/blank';
import { Confidence } from '../../parts/values/confidence';
import { BY_CURSOR, CursorTable } from '../../parts/tables/cursor-table';
import type { Column } from '../../parts/tables/data-table';
import { FilterChoice, Filters } from '../../parts/filters/filters';
import { Page } from '../../parts/page';

type Item = Schema<'TransitionItem'>;

const WORDS = words({
  zh: {
    title: '新旧衔接',
    why: '按旧规定继续执行、而按现行规定会更轻的惩戒,供有权解除的民警参考;系统不会自动改变。',
    rows: '旧惩戒',
    document: '认定文书',
    unnamed: '查看对象',
    regime: '旧制度',
    allRegimes: '全部旧制度',
    organ: '认定机关',
    identifiedOn: '认定日',
    lastDay: '截止日',
    newer: '按现行规定',
    notListed: '不会列入',
    until: (day: string) => `${day} 届满`,
    fewer: '措施更少',
    days: '可减天数',
    basis: '依据',
    empty: '没有这样的惩戒',
    emptyWhy: '所有仍在执行的旧惩戒,按现行规定都不会更轻。',
  },
  en: {
    title: 'Transition',
    why: 'Sanctions that run on under old rules and would be lighter under those of today: advice for whoever may lift them. Nothing changes by itself.',
    rows: 'Old sanctions',
    document: 'Document',
    unnamed: 'Subject',
    regime: 'Old regime',
    allRegimes: 'All old regimes',
    organ: 'Identified by',
    identifiedOn: 'Identified on',
    lastDay: 'Last day',
    newer: 'Under the rules of today',
    notListed: 'would not be listed',
    until: (day: string) => `would end on ${day}`,
    fewer: 'fewer measures',
    days: 'Days less',
    basis: 'Rests on',
    empty: 'No such sanctions',
    emptyWhy: 'No old sanction that still runs would be lighter under the rules of today.',
  },
});

/** Old sanctions that the regime of today would have made lighter. */
export function TransitionPage() {
  const said = useWords(WORDS);
  const [search] = useSearchParams();
  const asked = given({ regime: search.get('regime') ?? undefined, organ: search.get('organ') ?? undefined });
  const query = api.useInfiniteQuery(
    'get',
    '/v1/transition-worklist',
    { params: { query: { limit: 50, ...asked } } },
    BY_CURSOR,
  );
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const isEmpty = data?.pages.every(({ items }) => items.length === 0) ?? false;
  useEffect(() => {
    // A page may be empty and not the last.
    if (isEmpty && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [isEmpty, hasNextPage, isFetching, isError, fetchNextPage]);
  const regimes = choicesOf(useCatalogue()?.regimes.filter(({ lastDay }) => lastDay !== null));
  return (
    <Page title={said.title}>
      <span className="secondary">{said.why}</span>
      <Filters>
        <FilterChoice name="regime" label={said.regime} all={said.allRegimes} options={regimes} width={300} />
      </Filters>
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ sanctionId }) => sanctionId}
        label={said.rows}
        minWidth={1000}
        empty={<Blank title={said.empty} why={said.emptyWhy} />}
      />
    </Page>
  );
}

function useColumns(): Column<Item>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    {
      key: 'document',
      title: said.document,
      width: 170,
      cell: ({ subjectId, documentNo }) => <Link to={`/subjects/${subjectId}`}>{documentNo ?? said.unnamed}</Link>,
    },
    { key: 'regime', title: said.regime, cell: ({ regime }) => nameOf('regimes', regime) },
    { key: 'organ', title: said.organ, width: 120, cell: ({ organ }) => organ.name },
    { key: 'identifiedOn', title: said.identifiedOn, width: 110, cell: ({ identifiedOn }) => identifiedOn },
    { key: 'lastDay', title: said.lastDay, width: 110, cell: ({ lastDay }) => lastDay },
    { key: 'newer', title: said.newer, width: 190, cell: (item) => <Newer item={item} /> },
    { key: 'days', title: said.days, width: 92, isNumber: true, cell: ({ daysSaved }) => format.number(daysSaved) },
    { key: 'basis', title: said.basis, width: 120, cell: ({ basis }) => <Basis basis={basis} /> },
  ];
}

/** What the newer regime would have made of it. */
function Newer({ item: { lastDay, underNewer } }: { item: Item }) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { listed, verdict, lastDay: newerLastDay } = underNewer;
  if (!listed)
    return (
      <>
        {said.notListed}
        {verdict !== undefined && <div className="secondary">{nameOf('rowCodes', verdict)}</div>}
      </>
    );
  return newerLastDay !== undefined && newerLastDay < lastDay ? said.until(newerLastDay) : said.fewer;
}

function Basis({ basis }: Pick<Item, 'basis'>) {
  return (
    <>
      <Tooltip title={basis.map(({ title }) => title).join(';')}>
        <span tabIndex={0}>{basis[0]?.article}</span>
      </Tooltip>{' '}
      <Confidence level="interpretation" />
    </>
  );
}
