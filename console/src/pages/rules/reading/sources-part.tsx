import { useWords } from '../../../language/words';
import { Confidence } from '../../../parts/values/confidence';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import type { Citation, Law } from './law';
import { LAW } from './law-words';

type Row = Citation & { issuer: string };

/** Every text cited, article by article, and how it was read. */
export function SourcesPart({ law }: { law: Law }) {
  const said = useWords(LAW);
  const rows = law.sources.flatMap(({ issuer, articles }) => articles.map((article): Row => ({ ...article, issuer })));
  const columns: Column<Row>[] = [
    {
      key: 'text',
      title: said.text,
      width: '42%',
      cell: ({ title, source, article }) => (
        <>
          {title}
          <br />
          <code>{`${source}#${article}`}</code>
        </>
      ),
    },
    { key: 'issuer', title: said.issuer, cell: ({ issuer }) => issuer },
    {
      key: 'confidence',
      title: said.confidence,
      width: 110,
      cell: ({ confidence }) => <Confidence level={confidence} />,
    },
    { key: 'seenIn', title: said.seenIn, cell: ({ seenIn }) => <span lang="en">{seenIn}</span> },
  ];
  return (
    <>
      <h2>{said.sources}</h2>
      <DataTable
        rows={rows}
        columns={columns}
        rowKey={({ source, article }) => `${source}#${article}`}
        label={said.sources}
      />
    </>
  );
}
