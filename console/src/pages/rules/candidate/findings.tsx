import { Alert, Select } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { CANDIDATE } from './candidate-words';

/** What is wrong with a rulebook, and where. */
export interface Finding {
  file: string;
  /** JSON pointer inside of the file. */
  place: string;
  code: string;
  sentence: string;
}

const TABLE_PX = 480;

/** All that the checker found, or the faults of one file. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const said = useWords(CANDIDATE);
  const format = useFormat();
  const [file, setFile] = useState('');
  const shown = findings.filter((one) => file === '' || one.file === file);
  const files = [...new Set(findings.map((one) => one.file))];
  const count = (name: string): string => format.number(findings.filter((one) => one.file === name).length);
  const options = [
    { value: '', label: `${said.allFiles} (${format.number(findings.length)})` },
    ...files.map((name) => ({ value: name, label: `${name} (${count(name)})` })),
  ];
  const columns: Column<Finding>[] = [
    { key: 'file', title: said.file, width: '22%', cell: (one) => <code>{one.file}</code> },
    { key: 'place', title: said.place, width: '20%', cell: ({ place }) => <code>{place}</code> },
    { key: 'code', title: said.code, width: 170, cell: ({ code }) => <code>{code}</code> },
    { key: 'what', title: said.what, cell: ({ sentence }) => sentence },
  ];
  return (
    <section className="law-text" aria-label={said.findings}>
      <Alert
        type="error"
        showIcon
        role="alert"
        title={said.faults(format.number(findings.length))}
        description={`${said.faultsWhy} ${said.again}`}
      />
      <h2>{said.findings}</h2>
      <Select
        aria-label={said.file}
        style={{ width: 420, maxWidth: '100%' }}
        value={file}
        options={options}
        onChange={setFile}
      />
      <DataTable
        rows={shown}
        columns={columns}
        rowKey={({ file: name, place, code, sentence }) => [name, place, code, sentence].join(' ')}
        label={said.findings}
        {...(shown.length > 12 ? { height: TABLE_PX } : {})}
      />
    </section>
  );
}
