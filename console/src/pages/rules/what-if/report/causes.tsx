import { Link } from 'react-router';
import { useNameOf } from '../../../../api/catalogue';
import type { Schema } from '../../../../api/client';
import { useFormat } from '../../../../language/format';
import { useWords } from '../../../../language/words';
import { DataTable, type Column } from '../../../../parts/tables/data-table';
import type { WhatIf } from '../what-if-page';
import { WHAT_IF } from '../what-if-words';

type Effect = Schema<'EffectView'>;
type RuleDifference = Schema<'RuleDifferenceView'>;

const TABLE_PX = 420;
const FEW_ROWS = 9;

/** Subjects affected by the regime of their sanctions. */
export function ByRegime({ effect: { regimes } }: { effect: Effect }) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const nameOf = useNameOf();
  return (
    <>
      <h3>{said.byRegime}</h3>
      <DataTable
        rows={regimes.toSorted((left, right) => right.subjects - left.subjects)}
        rowKey={({ regime }) => regime}
        label={said.byRegime}
        minWidth={440}
        columns={[
          { key: 'regime', title: said.regime, cell: ({ regime }) => nameOf('regimes', regime) },
          { key: 'count', title: said.count, width: 130, isNumber: true, cell: (row) => format.number(row.subjects) },
        ]}
      />
    </>
  );
}

/** Why: the rules that enter or leave answers, those of most subjects first. */
export function ByRule({ effect: { rules }, whatIf }: { effect: Effect; whatIf: WhatIf }) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const columns: Column<Effect['rules'][number]>[] = [
    { key: 'rule', title: said.rule, cell: (row) => <RuleLink difference={row} whatIf={whatIf} /> },
    { key: 'how', title: said.how, width: 150, cell: ({ how }) => said.hows[how] },
    { key: 'articles', title: said.articles, cell: ({ articles }) => <code>{articles.join(', ')}</code> },
    { key: 'count', title: said.count, width: 110, isNumber: true, cell: (row) => format.number(row.subjects) },
  ];
  return (
    <>
      <h3>{said.byRule}</h3>
      <DataTable
        rows={rules}
        columns={columns}
        rowKey={({ rule, how }) => `${rule} ${how}`}
        label={said.byRule}
        {...(rules.length > FEW_ROWS ? { height: TABLE_PX } : {})}
      />
    </>
  );
}

/** A rule is read in the rulebook that has it. */
export function RuleLink({ difference: { rule, how }, whatIf }: { difference: RuleDifference; whatIf: WhatIf }) {
  const hash = how === 'removed' ? whatIf.against : whatIf.rulebook;
  return (
    <Link to={`/rules/${hash}?rule=${encodeURIComponent(rule)}`}>
      <code>{rule}</code>
    </Link>
  );
}
