import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { useMay, type Role } from '../../../session/session';
import { LiftingState } from '../../liftings/lifting-state';
import type { TabProps } from './subject-page';

type Appeal = Schema<'TimelineAppeal'>;
type Lifting = Schema<'LiftingResponse'>;

const WORDS = words({
  zh: {
    appeals: '申诉',
    noAppeal: '没有申诉',
    receiptNo: '受理编号',
    kind: '理由类别',
    state: '状态',
    filedAt: '登记时间',
    liftings: '提前解除',
    noLifting: '没有提出过解除',
    ground: '理由',
    documentNo: '文号',
    proposedAt: '提出时间',
    decidedAt: '决定时间',
  },
  en: {
    appeals: 'Appeals',
    noAppeal: 'No appeal',
    receiptNo: 'Receipt number',
    kind: 'Kind',
    state: 'State',
    filedAt: 'Filed',
    liftings: 'Early ends',
    noLifting: 'No lifting was proposed',
    ground: 'Ground',
    documentNo: 'Document no.',
    proposedAt: 'Proposed',
    decidedAt: 'Decided',
  },
});

/** Who reads appeals and liftings themselves. */
const READERS: readonly Role[] = ['submitter', 'approver', 'appeals', 'auditor'];

/** Appeals against the sanctions of a subject, and proposals to end them early. */
export default function ProcessTab({ timeline: { appeals, subject } }: TabProps) {
  const said = useWords(WORDS);
  const maySeeLiftings = useMay(...READERS);
  return (
    <>
      <section>
        <h2 className="part-title">{said.appeals}</h2>
        <DataTable
          label={said.appeals}
          rows={appeals}
          columns={useAppealColumns()}
          rowKey={({ id }) => id}
          empty={<Blank title={said.noAppeal} />}
        />
      </section>
      {maySeeLiftings && <Liftings subjectId={subject.id} />}
    </>
  );
}

function useAppealColumns(): Column<Appeal>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const mayRead = useMay(...READERS);
  return [
    {
      key: 'no',
      title: said.receiptNo,
      width: 220,
      cell: ({ id, receiptNo }) => (mayRead ? <Link to={`/appeals/${id}`}>{receiptNo}</Link> : receiptNo),
    },
    { key: 'kind', title: said.kind, cell: ({ kind }) => nameOf('appealKinds', kind) },
    { key: 'state', title: said.state, cell: ({ state }) => nameOf('appealStates', state) },
    { key: 'at', title: said.filedAt, width: 160, cell: ({ filedAt }) => format.instant(filedAt) },
  ];
}

function Liftings({ subjectId }: { subjectId: string }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const query = api.useInfiniteQuery(
    'get',
    '/v1/liftings',
    { params: { query: { subjectId, limit: 100 } } },
    BY_CURSOR,
  );
  const columns: Column<Lifting>[] = [
    {
      key: 'documentNo',
      title: said.documentNo,
      width: 220,
      cell: ({ id, documentNo }) => <Link to={`/liftings/${id}`}>{documentNo}</Link>,
    },
    { key: 'ground', title: said.ground, cell: ({ ground }) => ground },
    {
      key: 'state',
      title: said.state,
      width: 150,
      cell: ({ state }) => <LiftingState state={state} />,
    },
    { key: 'at', title: said.proposedAt, width: 160, cell: ({ proposedAt }) => format.instant(proposedAt) },
    { key: 'decided', title: said.decidedAt, width: 160, cell: ({ decidedAt }) => format.instant(decidedAt) },
  ];
  return (
    <section>
      <h2 className="part-title">{said.liftings}</h2>
      <CursorTable
        query={query}
        columns={columns}
        rowKey={({ id }) => id}
        label={said.liftings}
        empty={<Blank title={said.noLifting} />}
      />
    </section>
  );
}
