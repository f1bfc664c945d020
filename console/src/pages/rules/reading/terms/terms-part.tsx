import { Select } from 'antd';
import { useMemo } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import { useWords } from '../../../../language/words';
import { Chart } from '../../../../parts/charts/chart';
import { Confidence } from '../../../../parts/values/confidence';
import { DataTable, type Column } from '../../../../parts/tables/data-table';
import type { Law } from '../law';
import { LAW } from '../law-words';
import { chartOf, chartHeight } from './term-chart';
import { termSpansIn, type TermSpan } from './term-spans';

/** Which regime governs which designation day with which term, measure by measure. */
export default function TermsPart({ law }: { law: Law }) {
  const said = useWords(LAW);
  const [search, setSearch] = useSearchParams();
  const spans = useMemo(() => termSpansIn(law), [law]);
  const measures = useMemo(() => measuresIn(spans), [spans]);
  const measure = measures.find(({ id }) => id === search.get('measure')) ?? measures[0];
  const shown = useMemo(() => spans.filter((span) => span.measure.id === measure?.id), [spans, measure]);
  const option = useMemo(() => chartOf(shown, law.day), [shown, law.day]);
  const choose = (id: string): void => setSearch({ part: 'terms', measure: id }, { replace: true });
  return (
    <>
      <div>
        <h2>{said.terms}</h2>
        <span className="secondary">{said.termsWhy}</span>
      </div>
      <Select
        aria-label={said.measure}
        style={{ width: 360, maxWidth: '100%' }}
        {...(measure === undefined ? {} : { value: measure.id })}
        options={measures.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={choose}
        showSearch={{ optionFilterProp: 'label' }}
      />
      <div className="panel">
        <Chart isWanted option={option} height={chartHeight(shown)} label={said.chart} />
      </div>
      <SpanTable spans={shown} />
    </>
  );
}

function SpanTable({ spans }: { spans: readonly TermSpan[] }) {
  const said = useWords(LAW);
  const { pathname } = useLocation();
  const columns: Column<TermSpan>[] = [
    {
      key: 'regime',
      title: said.regime,
      cell: ({ regime }) => <Link to={`${pathname}?part=${regime.id}`}>{regime.title}</Link>,
    },
    { key: 'category', title: said.category, cell: ({ category }) => category.title },
    { key: 'days', title: said.governs, width: 210, cell: ({ from, to }) => said.days(from, to) },
    { key: 'term', title: said.term, width: 110, cell: ({ term, isUnread }) => (isUnread ? said.unread : term) },
    {
      key: 'confidence',
      title: said.confidence,
      width: 110,
      cell: ({ confidence }) => <Confidence level={confidence} />,
    },
  ];
  return <DataTable rows={spans} columns={columns} rowKey={({ key }) => key} label={said.terms} minWidth={640} />;
}

/** Those that most regimes carry come first. */
function measuresIn(spans: readonly TermSpan[]): { id: string; title: string }[] {
  const known = new Map<string, { id: string; title: string; regimes: Set<string> }>();
  for (const { measure, regime } of spans) {
    const one = known.get(measure.id) ?? { ...measure, regimes: new Set() };
    one.regimes.add(regime.id);
    known.set(measure.id, one);
  }
  return [...known.values()].toSorted((left, right) => right.regimes.size - left.regimes.size);
}
