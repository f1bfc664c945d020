import { Tag } from 'antd';
import { useWords } from '../../../language/words';
import type { Schema } from '../../../api/client';
import { Confidence } from '../../../parts/values/confidence';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import type { Parameter } from './law';
import { LAW } from './law-words';

type Row = Schema<'ValueView'> & { parameter: Parameter };

/** Values of the law by day; what nobody has read says so. */
export function ValuesPart({ title, parameters }: { title: string; parameters: readonly Parameter[] }) {
  const said = useWords(LAW);
  const rows = parameters.flatMap((parameter) => parameter.values.map((value): Row => ({ ...value, parameter })));
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: said.name,
      cell: ({ parameter }) => (
        <>
          {parameter.title}
          <br />
          <code>{parameter.id}</code>
        </>
      ),
    },
    { key: 'from', title: said.from, width: 110, cell: ({ from }) => from },
    {
      key: 'value',
      title: said.value,
      cell: ({ isUnread, value }) => (isUnread ? <Tag color="red">{said.unread}</Tag> : value),
    },
    {
      key: 'confidence',
      title: said.confidence,
      width: 110,
      cell: ({ confidence }) => <Confidence level={confidence} />,
    },
    { key: 'basis', title: said.basis, cell: ({ basis }) => basis.map((citation) => citation.title).join('; ') },
    { key: 'reviewedOn', title: said.reviewedOn, width: 110, cell: ({ reviewedOn }) => reviewedOn },
  ];
  return (
    <>
      <h2>{title}</h2>
      <DataTable
        rows={rows}
        columns={columns}
        rowKey={({ parameter, from }) => `${parameter.id} ${from}`}
        label={title}
      />
    </>
  );
}
