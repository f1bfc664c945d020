import { useNameOf } from '../../../../api/catalogue';
import type { Schema } from '../../../../api/client';
import { useFormat } from '../../../../language/format';
import { useWords } from '../../../../language/words';
import { DataTable, type Column } from '../../../../parts/tables/data-table';
import { useOccasion } from './occasion';
import { WHAT_IF } from '../what-if-words';

type Row = Schema<'TransitionView'> & { question: string };

const TABLE_PX = 420;
const FEW_ROWS = 9;

/** How many answers go from which outcome to which: in all, and occasion by occasion. */
export function ByOutcome({ effect: { questions } }: { effect: Schema<'EffectView'> }) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const nameOf = useNameOf();
  const occasion = useOccasion();
  const rows = questions
    .flatMap(({ question, transitions }) => transitions.map((one): Row => ({ ...one, question })))
    .toSorted((left, right) => right.subjects - left.subjects);
  const outcomes: Column<Pick<Row, 'from' | 'to'>>[] = [
    { key: 'from', title: said.before, width: 170, cell: ({ from }) => nameOf('outcomes', from) },
    { key: 'to', title: said.after, width: 170, cell: ({ to }) => nameOf('outcomes', to) },
  ];
  const columns: Column<Row>[] = [
    { key: 'question', title: said.question, cell: ({ question }) => nameOf('questions', question) },
    { key: 'situation', title: said.situation, cell: ({ situation }) => occasion(situation) },
    ...outcomes,
    { key: 'count', title: said.count, width: 100, isNumber: true, cell: (row) => format.number(row.subjects) },
  ];
  return (
    <>
      <h3>{said.byOutcome}</h3>
      <span className="secondary">{said.byOutcomeWhy}</span>
      <DataTable
        rows={totals(rows)}
        columns={[
          ...outcomes,
          { key: 'count', title: said.answers, width: 100, isNumber: true, cell: (row) => format.number(row.subjects) },
        ]}
        rowKey={({ from, to }) => `${from} ${to}`}
        label={said.byOutcome}
        minWidth={440}
      />
      <DataTable
        rows={rows}
        columns={columns}
        rowKey={(row) => JSON.stringify([row.question, row.situation, row.from, row.to])}
        label={said.situation}
        {...(rows.length > FEW_ROWS ? { height: TABLE_PX } : {})}
      />
    </>
  );
}

function totals(rows: readonly Row[]): Pick<Row, 'from' | 'to' | 'subjects'>[] {
  const sums = new Map<string, Pick<Row, 'from' | 'to' | 'subjects'>>();
  for (const { from, to, subjects } of rows) {
    const known = sums.get(`${from} ${to}`) ?? { from, to, subjects: 0 };
    sums.set(`${from} ${to}`, { ...known, subjects: known.subjects + subjects });
  }
  return [...sums.values()].toSorted((left, right) => right.subjects - left.subjects);
}
