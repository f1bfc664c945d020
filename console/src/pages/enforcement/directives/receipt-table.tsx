import { Tag } from 'antd';
import { useNameOf } from '../../../api/catalogue';
import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { STANDING_COLOURS } from './standings';
import { WORDS } from './words';

type Receipt = Schema<'InstitutionReceiptView'>;

/** What institutions answered to a directive, oldest first. */
export function ReceiptTable({ receipts }: { receipts: readonly Receipt[] }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Receipt>[] = [
    { key: 'institution', title: said.institution, width: 180, cell: ({ institutionName }) => institutionName },
    { key: 'times', title: said.times, width: 70, isNumber: true, cell: ({ number }) => format.number(number) },
    {
      key: 'result',
      title: said.result,
      width: 110,
      cell: ({ result }) => <Tag color={STANDING_COLOURS[result]}>{nameOf('receiptResults', result)}</Tag>,
    },
    { key: 'executedAt', title: said.executedAt, width: 150, cell: ({ executedAt }) => format.instant(executedAt) },
    { key: 'receivedAt', title: said.receivedAt, width: 150, cell: ({ receivedAt }) => format.instant(receivedAt) },
    { key: 'detail', title: said.detail, cell: ({ detail }) => detail ?? '—' },
  ];
  return (
    <DataTable
      columns={columns}
      rows={receipts}
      rowKey={({ institution, number }) => `${institution} ${number}`}
      label={said.receipts}
      minWidth={720}
      empty={<Blank title={said.noReceipts} why={said.noReceiptsWhy} />}
    />
  );
}
