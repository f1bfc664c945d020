import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import '../directives/directives.css';
import { DueTime, StandingTag } from '../directives/standing-tag';
import { WORDS } from './words';

type Directive = Schema<'DirectiveDetailView'>;

/** Every directive on a card, newest first, and what was answered to it last. */
export function CardDirectives({ directives }: { directives: readonly Directive[] }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Directive>[] = [
    {
      key: 'directive',
      title: said.directive,
      cell: ({ id, action, measureTitle }) => (
        <Link to={`/directives/${id}`}>
          {nameOf('directiveActions', action)} · {measureTitle}
        </Link>
      ),
    },
    { key: 'issuedAt', title: said.issuedAt, width: 150, cell: ({ issuedAt }) => format.instant(issuedAt) },
    { key: 'due', title: said.due, width: 170, cell: (directive) => <DueTime directive={directive} /> },
    { key: 'standing', title: said.standing, width: 110, cell: (directive) => <StandingTag directive={directive} /> },
    {
      key: 'receipt',
      title: said.lastReceipt,
      width: 300,
      cell: ({ receipts }) => <LastReceipt receipts={receipts} />,
    },
  ];
  return (
    <DataTable
      columns={columns}
      rows={directives.toReversed()}
      rowKey={({ id }) => id}
      label={said.directives}
      minWidth={860}
      empty={<Blank title={said.noDirectives} />}
    />
  );
}

function LastReceipt({ receipts }: { receipts: Directive['receipts'] }) {
  const format = useFormat();
  const nameOf = useNameOf();
  const last = receipts.at(-1);
  if (last === undefined) return '—';
  const answer = `${nameOf('receiptResults', last.result)} · ${format.instant(last.executedAt ?? last.receivedAt)}`;
  return last.detail === null ? answer : `${answer} · ${last.detail}`;
}
