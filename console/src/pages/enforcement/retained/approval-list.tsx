import { Tag } from 'antd';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, client, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { ActButton } from '../../../parts/dialogs/act-button';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { useMay } from '../../../session/session';
import { CardReference } from '../references';
import { WORDS } from './words';

type Approval = Schema<'SimApprovalView'>;

const COLOURS: Readonly<Record<Approval['state'], string>> = { given: 'blue', used: 'green', revoked: 'default' };

/** Leave to restore a number, newest first. */
export function ApprovalList() {
  const said = useWords(WORDS);
  const query = api.useInfiniteQuery('get', '/v1/sim-approvals', { params: { query: { limit: 100 } } }, BY_CURSOR);
  return (
    <CursorTable
      query={query}
      columns={useColumns()}
      rowKey={({ approvalNo }) => approvalNo}
      label={said.approvals}
      minWidth={1040}
      empty={<Blank title={said.noApprovals} why={said.noApprovalsWhy} />}
    />
  );
}

function useColumns(): Column<Approval>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    {
      key: 'approvalNo',
      title: said.approvalNo,
      width: 190,
      cell: ({ approvalNo }) => <span className="tabular">{approvalNo}</span>,
    },
    {
      key: 'subject',
      title: said.subject,
      width: 110,
      cell: ({ subjectId }) => <Link to={`/subjects/${subjectId}`}>{said.showSubject}</Link>,
    },
    {
      key: 'number',
      title: said.forNumber,
      width: 190,
      cell: ({ card }) =>
        card === null ? said.anyNumber : <CardReference id={null} kind={card.kind} number={card.numberMasked} />,
    },
    {
      key: 'organ',
      title: said.organ,
      cell: ({ organ, level }) => `${organ.name} · ${nameOf('organLevels', level)}`,
    },
    { key: 'remark', title: said.remark, cell: ({ remark }) => remark },
    { key: 'givenAt', title: said.givenAt, width: 145, cell: ({ givenAt }) => format.instant(givenAt) },
    {
      key: 'state',
      title: said.state,
      width: 100,
      cell: ({ state }) => <Tag color={COLOURS[state]}>{said.approvalStates[state]}</Tag>,
    },
    { key: 'acts', title: said.acts, width: 100, cell: (approval) => <Revoke approval={approval} /> },
  ];
}

function Revoke({ approval: { approvalNo, state } }: { approval: Approval }) {
  const said = useWords(WORDS);
  if (!useMay('approver')) return null;
  return (
    <ActButton
      label={said.revoke}
      isOffered={state === 'given'}
      explanation={said.revokeWhy}
      isDangerous
      act={() => client.POST('/v1/sim-approvals/{approvalNo}/revoke', { params: { path: { approvalNo } } })}
      done={said.revoked}
      affects={AFFECTED}
    />
  );
}

/** What a revocation changes. */
const AFFECTED = ['/v1/sim-approvals'];
