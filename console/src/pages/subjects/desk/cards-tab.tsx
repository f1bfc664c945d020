import { Tag } from 'antd';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { NamedTag } from '../../../parts/values/named-tag';
import { CardReference } from '../../enforcement/references';
import type { TabProps } from './subject-page';

type Card = Schema<'RegisteredCardView'>;

const WORDS = words({
  zh: {
    title: '名下的卡',
    none: '没有机构登记过名下的卡',
    noneWhy: '银行、支付机构和运营商导入客户的卡以后,会出现在这里。',
    card: '卡',
    institution: '机构',
    status: '状态',
    openedOn: '开户、入网',
    lastUsedOn: '最近使用',
    neverUsed: '从未使用',
    marks: '标记',
    retained: '保留号码',
    directive: '待执行的指令',
    overdue: '逾期',
    noDirective: '无',
  },
  en: {
    title: 'Cards',
    none: 'No institution has registered a card of this subject',
    noneWhy: 'Cards appear here when banks, payment institutions and carriers report them.',
    card: 'Card',
    institution: 'Institution',
    status: 'Status',
    openedOn: 'Opened',
    lastUsedOn: 'Last used',
    neverUsed: 'Never',
    marks: 'Marks',
    retained: 'Kept number',
    directive: 'Open directive',
    overdue: 'Overdue',
    noDirective: 'None',
  },
});

/** The cards that institutions have registered as the subject's. */
export default function CardsTab({ timeline: { subject } }: TabProps) {
  const { title, none, noneWhy } = useWords(WORDS);
  const query = api.useInfiniteQuery(
    'get',
    '/v1/subjects/{id}/cards',
    { params: { path: { id: subject.id }, query: { limit: 100 } } },
    BY_CURSOR,
  );
  return (
    <CursorTable
      query={query}
      columns={useColumns()}
      rowKey={({ id }) => id}
      label={title}
      empty={<Blank title={none} why={noneWhy} />}
    />
  );
}

function useColumns(): Column<Card>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    {
      key: 'card',
      title: said.card,
      width: 200,
      cell: ({ id, kind, numberMasked }) => <CardReference id={id} kind={kind} number={numberMasked} />,
    },
    { key: 'institution', title: said.institution, cell: ({ institution }) => institution.name },
    { key: 'status', title: said.status, width: 100, cell: ({ status }) => nameOf('cardStatuses', status) },
    { key: 'openedOn', title: said.openedOn, width: 120, cell: ({ openedOn }) => format.day(openedOn) },
    {
      key: 'lastUsedOn',
      title: said.lastUsedOn,
      width: 120,
      cell: ({ lastUsedOn }) => (lastUsedOn === 'never' ? said.neverUsed : format.day(lastUsedOn)),
    },
    {
      key: 'marks',
      title: said.marks,
      width: 120,
      cell: ({ isRetained, listing }) => (
        <>
          {listing !== null && listing !== 'clear' && <NamedTag of="listings" id={listing} />}
          {isRetained && <Tag color="blue">{said.retained}</Tag>}
        </>
      ),
    },
    {
      key: 'directive',
      title: said.directive,
      width: '24%',
      cell: ({ openDirective }) => <Open open={openDirective} />,
    },
  ];
}

function Open({ open }: { open: Card['openDirective'] }) {
  const { overdue, noDirective } = useWords(WORDS);
  const nameOf = useNameOf();
  if (open === null) return noDirective;
  const { id, action, measure, isOverdue, receipt } = open;
  return (
    <>
      <Link to={`/directives/${id}`}>
        {nameOf('directiveActions', action)} · {nameOf('measures', measure)}
      </Link>{' '}
      {receipt !== null && <Tag>{nameOf('receiptResults', receipt)}</Tag>}
      {isOverdue && <Tag color="red">{overdue}</Tag>}
    </>
  );
}
