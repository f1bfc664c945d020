import { api, type Schema } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { Loaded } from '../../../parts/loaded';

type Step = Schema<'TraceStepView'>;

const WORDS = words({
  zh: {
    title: '判定过程',
    rule: '规则',
    fired: '结果',
    yes: '适用',
    no: '不适用',
    excused: (rule: string) => `由例外取代:${rule}`,
    values: '读取的事实',
  },
  en: {
    title: 'How it was decided',
    rule: 'Rule',
    fired: 'Result',
    yes: 'Applies',
    no: 'Does not apply',
    excused: (rule: string) => `Replaced by ${rule}`,
    values: 'Facts it read',
  },
});

/** Every rule that was asked, with the values it read. */
export default function Trace({ decisionId }: { decisionId: string }) {
  const said = useWords(WORDS);
  const query = api.useQuery('get', '/v1/decisions/{id}', { params: { path: { id: decisionId } } });
  const columns: Column<Step>[] = [
    { key: 'rule', title: said.rule, width: '34%', cell: ({ rule, from }) => <code>{`${rule} (${from})`}</code> },
    {
      key: 'fired',
      title: said.fired,
      width: 200,
      cell: ({ fired, excusedBy }) => {
        if (excusedBy !== undefined) return said.excused(excusedBy);
        return fired ? <strong>{said.yes}</strong> : said.no;
      },
    },
    { key: 'values', title: said.values, cell: ({ values }) => <code>{factsOf(values)}</code> },
  ];
  return (
    <>
      <h3 className="sheet-title">{said.title}</h3>
      <Loaded query={query}>
        {({ trace }) => (
          <DataTable
            label={said.title}
            rows={trace}
            columns={columns}
            rowKey={({ rule, from, sanctionId }) => `${rule} ${from} ${sanctionId ?? ''}`}
          />
        )}
      </Loaded>
    </>
  );
}

function factsOf(values: unknown): string {
  return Object.entries(values ?? {})
    .map(([fact, value]) => `${fact} = ${String(value)}`)
    .join(', ');
}
