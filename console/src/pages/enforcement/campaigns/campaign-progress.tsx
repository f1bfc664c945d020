import type { Schema } from '../../../api/client';
import { useInstitutions } from '../../../api/institutions';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { Panel } from '../../../parts/panel';
import './campaigns.css';
import { ITEM_WORDS, WORDS } from './words';

type Campaign = Schema<'CampaignDetail'>;
type Counts = Schema<'CampaignCounts'>;

/** From what is done to what is not. */
const STATES = ['verified', 'cancelled', 'notified', 'selected', 'failed', 'suspended', 'withdrawn'] as const;

interface Row {
  name: string;
  counts: Counts;
}

/** How the cards stand, by institution and by region: numbers, and a bar of their parts. */
export function Progress({ campaign: { counts, byInstitution, byRegion } }: { campaign: Campaign }) {
  const said = useWords(WORDS);
  const { nameOf, regionNameOf } = useInstitutions();
  const all = { name: said.total, counts };
  const institutions = byInstitution.map(({ institution, ...own }) => ({ name: nameOf(institution), counts: own }));
  const regions = byRegion.map(({ region, ...own }) => ({ name: regionNameOf(region), counts: own }));
  return (
    <>
      <Panel title={said.progress} extra={<Legend />}>
        <ProgressTable heading={said.byInstitution} rows={[...institutions, all]} />
      </Panel>
      {regions.length > 1 && (
        <Panel title={said.byRegion}>
          <ProgressTable heading={said.byRegion} rows={regions} />
        </Panel>
      )}
    </>
  );
}

function ProgressTable({ heading, rows }: { heading: string; rows: readonly Row[] }) {
  const said = useWords(WORDS);
  const states = useWords(ITEM_WORDS);
  const format = useFormat();
  const columns: Column<Row>[] = [
    { key: 'name', title: heading, width: 150, cell: ({ name }) => name },
    { key: 'bar', title: said.bars, cell: ({ counts }) => <Bar counts={counts} /> },
    ...STATES.map((state): Column<Row> => {
      return {
        key: state,
        title: states[state],
        width: 80,
        isNumber: true,
        cell: ({ counts }) => format.number(counts[state]),
      };
    }),
    { key: 'total', title: said.total, width: 80, isNumber: true, cell: ({ counts }) => format.number(sumOf(counts)) },
  ];
  return <DataTable columns={columns} rows={rows} rowKey={({ name }) => name} label={heading} minWidth={960} />;
}

/** The numbers stand beside it: it says nothing more to who cannot see it. */
function Bar({ counts }: { counts: Counts }) {
  const sum = sumOf(counts);
  return (
    <span className="parts" aria-hidden>
      {STATES.map((state) => (
        <i key={state} className={`part-${state}`} style={{ flexGrow: sum === 0 ? 0 : counts[state] }} />
      ))}
    </span>
  );
}

function Legend() {
  const states = useWords(ITEM_WORDS);
  return (
    <span className="legend" aria-hidden>
      {STATES.map((state) => (
        <span key={state}>
          <i className={`part-${state}`} /> {states[state]}
        </span>
      ))}
    </span>
  );
}

function sumOf(counts: Counts): number {
  return STATES.reduce((sum, state) => sum + counts[state], 0);
}
