import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { COMPARISON } from './comparison-words';
import type { PartOfLaw } from './readings';

/** In the order of the page. */
export const PARTS: readonly PartOfLaw[] = [
  'regimes',
  'measures',
  'rules',
  'conditions',
  'parameters',
  'catalogue',
  'sources',
  'files',
];

const CHANGES = ['added', 'removed', 'changed'] as const;

/** How much differs, part by part; each leads to its place on the page. */
export function DiffSummary({ diff }: { diff: Schema<'DiffResponse'> }) {
  const said = useWords(COMPARISON);
  const format = useFormat();
  const columns: Column<PartOfLaw>[] = [
    {
      key: 'part',
      title: said.what,
      cell: (part) =>
        part === 'files' || diff[part].length === 0 ? said.parts[part] : <a href={`#${part}`}>{said.parts[part]}</a>,
    },
    ...CHANGES.map((change): Column<PartOfLaw> => {
      const count = (part: PartOfLaw): number => diff[part].filter((one) => one.change === change).length;
      const cell = (part: PartOfLaw): string => format.number(count(part));
      return { key: change, title: said.change[change], width: 120, isNumber: true, cell };
    }),
  ];
  return <DataTable rows={PARTS} columns={columns} rowKey={(part) => part} label={said.summary} minWidth={480} />;
}
