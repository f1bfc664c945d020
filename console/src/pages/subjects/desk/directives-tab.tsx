import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { Loaded } from '../../../parts/loaded';
import type { TabProps } from './subject-page';

type Directive = Schema<'SubjectDirectiveView'>;

const WORDS = words({
  zh: {
    title: '指令与回执',
    none: '没有向机构下达过指令',
    noneWhy: '惩戒生效后,对已登记的卡和各机构的指令会出现在这里。',
    newest: '只列最近 200 条。',
    directive: '指令',
    to: '下达给',
    everybody: (party: string) => `全部机构(${party})`,
    card: '卡',
    issuedAt: '下达时间',
    dueAt: '回执期限',
    state: '办理情况',
    ended: '已终止',
    pending: (count: number) => `待回执 ${count}`,
    show: (count: number) => `回执 ${count}`,
    noReceipt: '没有回执',
  },
  en: {
    title: 'Directives and receipts',
    none: 'No institution was told anything',
    noneWhy: 'When a sanction takes effect, directives about registered cards and to institutions appear here.',
    newest: 'The newest 200 only.',
    directive: 'Directive',
    to: 'To',
    everybody: (party: string) => `All institutions (${party})`,
    card: 'Card',
    issuedAt: 'Issued',
    dueAt: 'Receipt due',
    state: 'Progress',
    ended: 'Ended',
    pending: (count: number) => `${count} awaited`,
    show: (count: number) => `${count} received`,
    noReceipt: 'No receipt',
  },
});

const MOST = 200;

/** What institutions were told about the subject, and what they said they did. */
export default function DirectivesTab({ timeline: { directives } }: TabProps) {
  const said = useWords(WORDS);
  const columns = useColumns();
  return (
    <>
      <DataTable
        label={said.title}
        rows={directives}
        columns={columns}
        rowKey={({ id }) => id}
        minWidth={980}
        empty={<Blank title={said.none} why={said.noneWhy} />}
      />
      {directives.length >= MOST && <p className="secondary">{said.newest}</p>}
    </>
  );
}

function useColumns(): Column<Directive>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    {
      key: 'directive',
      title: said.directive,
      width: '26%',
      cell: ({ id, action, measure }) => (
        <Link to={`/directives/${id}`}>
          {nameOf('directiveActions', action)} · {nameOf('measures', measure)}
        </Link>
      ),
    },
    {
      key: 'to',
      title: said.to,
      cell: ({ institution, party }) => institution?.name ?? said.everybody(nameOf('parties', party)),
    },
    {
      key: 'card',
      title: said.card,
      width: 160,
      cell: ({ card }) => (card === null ? '' : `${nameOf('cardKinds', card.kind)} ${card.numberMasked}`),
    },
    { key: 'issuedAt', title: said.issuedAt, width: 145, cell: ({ issuedAt }) => format.instant(issuedAt) },
    { key: 'dueAt', title: said.dueAt, width: 145, cell: ({ dueAt }) => format.instant(dueAt) },
    { key: 'state', title: said.state, width: 170, cell: (directive) => <Progress directive={directive} /> },
  ];
}

function Progress({ directive: { id, endedAt, receipts } }: { directive: Directive }) {
  const said = useWords(WORDS);
  const [isShown, setShown] = useState(false);
  const received = receipts.executed + receipts.refused + receipts.notFound;
  return (
    <>
      {endedAt !== null && <Tag>{said.ended}</Tag>}
      {receipts.pending > 0 && <Tag color="gold">{said.pending(receipts.pending)}</Tag>}
      {received > 0 && (
        <Button size="small" type="link" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {said.show(received)}
        </Button>
      )}
      {isShown && <Receipts directiveId={id} />}
    </>
  );
}

function Receipts({ directiveId }: { directiveId: string }) {
  const { noReceipt } = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const query = api.useQuery('get', '/v1/directives/{id}', { params: { path: { id: directiveId } } });
  return (
    <Loaded query={query}>
      {({ receipts }) =>
        receipts.length === 0 ? (
          noReceipt
        ) : (
          <ul className="plain">
            {receipts.map(({ institution, institutionName, number, result, receivedAt, detail }) => (
              <li key={`${institution} ${number}`}>
                {institutionName}: <strong>{nameOf('receiptResults', result)}</strong>{' '}
                <span className="secondary">{format.instant(receivedAt)}</span> {detail}
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
