import { useWords } from '../../../language/words';
import { Confidence } from '../../../parts/values/confidence';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { Citations, Interpretations } from './citations';
import type { Regime } from './law';
import { LAW } from './law-words';
import { PartyRules } from './rule-card';
import { termSpansOf, type TermSpan } from './terms/term-spans';

/** One instrument: whom it governs and when, its measures, and its rules. */
export function RegimePart({ regime, rule }: { regime: Regime; rule: string | undefined }) {
  const said = useWords(LAW);
  const { title, instrument, parties } = regime;
  return (
    <>
      <div>
        <h2>{title}</h2>
        <span className="secondary">{instrument}</span> <code>{regime.id}</code>
      </div>
      <div className="panel">
        <RegimeFacts regime={regime} />
      </div>
      <h3>{said.measures}</h3>
      <MeasureTable regime={regime} />
      {parties.map((party) => (
        <PartyRules key={party.id} party={party} rule={rule} />
      ))}
    </>
  );
}

function RegimeFacts({ regime }: { regime: Regime }) {
  const said = useWords(LAW);
  const { governs, territory, sectors, categories, cumulation, interpretations, remedy } = regime;
  const { mode, cap, escalation } = cumulation;
  const again = [
    said.modes[mode],
    ...(cap === undefined ? [] : [said.cap(cap.values.map(({ from, value }) => `${value} (${from})`).join('; '))]),
    ...(escalation === undefined ? [] : [said.escalation(escalation.from, escalation.category)]),
  ];
  return (
    <dl className="law-facts">
      <dt>{said.governs}</dt>
      <dd>
        <strong className="tabular">{said.days(governs.from, governs.to)}</strong>{' '}
        <Confidence level={governs.confidence} />
        <Citations basis={governs.basis} />
      </dd>
      <dt>{said.territory}</dt>
      <dd>{territory === 'CN' ? said.country : said.province(territory)}</dd>
      <dt>{said.lists}</dt>
      <dd>{sectors.join(' · ')}</dd>
      <dt>{said.categories}</dt>
      <dd>{categories.map((category) => category.title).join(' · ')}</dd>
      <dt>{said.again}</dt>
      <dd>
        {again.join('; ')} <Confidence level={cumulation.confidence} />
        <Citations basis={cumulation.basis} />
      </dd>
      <Interpretations label={said.restsOn} ids={interpretations} />
      <dt>{said.remedy}</dt>
      <dd>{remedy}</dd>
    </dl>
  );
}

function MeasureTable({ regime }: { regime: Regime }) {
  const said = useWords(LAW);
  const columns: Column<TermSpan>[] = [
    {
      key: 'measure',
      title: said.measure,
      cell: ({ measure }) => (
        <>
          {measure.title}
          <br />
          <code>{measure.id}</code>
        </>
      ),
    },
    { key: 'category', title: said.category, cell: ({ category }) => category.title },
    { key: 'days', title: said.governs, width: 200, cell: ({ from, to }) => said.days(from, to) },
    { key: 'term', title: said.term, width: 90, cell: ({ term }) => term },
    {
      key: 'confidence',
      title: said.confidence,
      width: 100,
      cell: ({ confidence }) => <Confidence level={confidence} />,
    },
    { key: 'basis', title: said.basis, cell: ({ basis }) => basis.map((citation) => citation.title).join('; ') },
  ];
  return <DataTable rows={termSpansOf(regime)} columns={columns} rowKey={({ key }) => key} label={said.measures} />;
}
