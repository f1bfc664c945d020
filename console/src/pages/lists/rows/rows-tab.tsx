import { Tag } from 'antd';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import type { ListDetail } from '../list-state';
import { useSearchParameters } from '../../../parts/filters/search-parameters';
import { leavesOf, textAt, type Entry } from './entry-content';
import { RowDetail } from './row-detail';
import { useRowFilter } from './row-filter';
import { RowFilters } from './row-filters';
import { VerdictTag } from './verdict-tag';

const WORDS = words({
  zh: {
    rows: '名单各行',
    row: '行',
    verdict: '结论',
    who: '对象',
    card: '号码',
    what: '情形',
    status: '名单类型',
    day: '认定日期',
    since: '列入日期',
    remarks: '原因、提示',
    corrected: '已更正',
    empty: '没有符合条件的行',
    emptyWhy: '选择「全部」可查看整份名单。',
  },
  en: {
    rows: 'Rows of the list',
    row: 'Row',
    verdict: 'Verdict',
    who: 'Subject',
    card: 'Card',
    what: 'Ground',
    status: 'Listing',
    day: 'Identified on',
    since: 'Listed since',
    remarks: 'Reason, notes',
    corrected: 'corrected',
    empty: 'No row fits',
    emptyWhy: 'Choose “All” to see the whole list.',
  },
});

const PAGE = 500;
const CELLS_SHOWN = 3;
/** What the detail of a row says better. */
const SPARED = new Set(['what', 'day']);

/** Every row with its verdict; the one that is chosen stands beside. Names and numbers are masked. */
export default function RowsTab({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const search = useSearchParameters();
  const columns = useColumns(list);
  const filter = useRowFilter();
  const query = api.useInfiniteQuery(
    'get',
    '/v1/sanction-lists/{id}/entries',
    { params: { path: { id: list.id }, query: { limit: PAGE, ...filter } } },
    BY_CURSOR,
  );
  const chosen = Number(search.read('row') ?? 0);
  const isWhole = Object.keys(filter).length === 0;
  return (
    <>
      <RowFilters list={list} />
      <div className="list-split">
        <CursorTable
          query={query}
          columns={chosen > 0 ? columns.filter(({ key }) => !SPARED.has(key)) : columns}
          rowKey={({ row }) => row}
          isCurrent={({ row }) => row === chosen}
          label={said.rows}
          minWidth={chosen > 0 ? 480 : 860}
          empty={<Blank title={said.empty} why={said.emptyWhy} />}
          {...(isWhole ? { total: list.counts.total } : {})}
        />
        {chosen > 0 && <RowDetail key={chosen} list={list} row={chosen} />}
      </div>
    </>
  );
}

function useColumns({ id, purpose }: ListDetail): Column<Entry>[] {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const search = useSearchParameters();
  const ofCards = purpose === 'card_blacklist';
  return [
    {
      key: 'row',
      title: said.row,
      width: 72,
      isNumber: true,
      cell: ({ row }) => (
        <Link to={`/lists/${id}${search.link({ tab: 'rows', row: String(row) })}`} replace preventScrollReset>
          {row}
        </Link>
      ),
    },
    { key: 'verdict', title: said.verdict, width: 96, cell: ({ verdict }) => <VerdictTag verdict={verdict} /> },
    { key: 'who', title: ofCards ? said.card : said.who, width: '26%', cell: (entry) => <Who entry={entry} /> },
    {
      key: 'what',
      title: ofCards ? said.status : said.what,
      width: 110,
      cell: ({ entry }) =>
        ofCards ? nameOf('listings', textAt(entry, 'status')) : nameOf('grounds', textAt(entry, 'ground')),
    },
    {
      key: 'day',
      title: ofCards ? said.since : said.day,
      width: 110,
      cell: ({ entry }) => textAt(entry, ofCards ? 'sinceOn' : 'identifiedOn'),
    },
    { key: 'remarks', title: said.remarks, cell: (entry) => <Remarks entry={entry} /> },
  ];
}

/** Whom or what the row is about; of what could not be understood, its first cells. */
function Who({ entry: { entry, raw } }: { entry: Entry }) {
  const name = textAt(entry, 'subject', 'name');
  const number = textAt(entry, 'subject', 'idNumber') || textAt(entry, 'number');
  if (number !== '') return <span className="tabular">{`${name} ${number}`.trim()}</span>;
  const cells = leavesOf(raw).map(({ value }) => String(value).trim());
  const shown = cells.filter((cell) => cell !== '').slice(0, CELLS_SHOWN);
  return <span className="secondary tabular">{shown.join(' · ')}</span>;
}

function Remarks({ entry: { reason, notes, isCorrected } }: { entry: Entry }) {
  const { corrected } = useWords(WORDS);
  const nameOf = useNameOf();
  return (
    <>
      {reason}
      {notes.map((note) => (
        <Tag key={note}>{nameOf('rowNotes', note)}</Tag>
      ))}
      {isCorrected && <Tag color="blue">{corrected}</Tag>}
    </>
  );
}
