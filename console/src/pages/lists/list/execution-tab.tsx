import { Alert } from 'antd';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { Loaded } from '../../../parts/loaded';
import type { ListDetail } from '../list-state';

type Institution = Schema<'InstitutionExecution'>;

const COUNTS = ['issued', 'executed', 'refused', 'notFound', 'pending', 'overdue', 'withdrawn'] as const;

const WORDS = words({
  zh: {
    figures: '执行要点',
    issuing: '指令仍在下发,数字会继续增加。',
    total: '惩戒数',
    inForce: '执行中',
    annulled: '已撤销',
    lastDay: '最晚期满日',
    general: '面向全行业的指令',
    acknowledged: '其回执',
    institution: '机构',
    kind: '机构类型',
    issued: '指令',
    executed: '已执行',
    refused: '未执行',
    notFound: '未查到',
    pending: '待回执',
    overdue: '超期',
    withdrawn: '已收回',
    lastReceiptAt: '最近回执',
    none: '还没有下发到单个机构的指令',
    noneWhy: '对象名下登记有卡后,指令会自动下发。',
  },
  en: {
    figures: 'Execution in numbers',
    issuing: 'Directives are still being issued: the numbers will grow.',
    total: 'Sanctions',
    inForce: 'In force',
    annulled: 'Annulled',
    lastDay: 'Longest until',
    general: 'Directives to whole sectors',
    acknowledged: 'Receipts for them',
    institution: 'Institution',
    kind: 'Kind',
    issued: 'Directives',
    executed: 'Executed',
    refused: 'Refused',
    notFound: 'Not found',
    pending: 'Pending',
    overdue: 'Overdue',
    withdrawn: 'Taken back',
    lastReceiptAt: 'Last receipt',
    none: 'No directive to a single institution yet',
    noneWhy: 'They are issued as soon as a card of a subject is registered.',
  },
});

/** The receipts come in while somebody looks. */
const AGAIN_MS = 10_000;

/** What has become of an approved list: its sanctions, and what institutions say they did. */
export default function ExecutionTab({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const columns = useColumns();
  const query = api.useQuery(
    'get',
    '/v1/sanction-lists/{id}/execution',
    { params: { path: { id: list.id } } },
    { refetchInterval: AGAIN_MS },
  );
  return (
    <Loaded query={query}>
      {(execution) => (
        <>
          {!execution.isIssued && <Alert type="info" showIcon title={said.issuing} />}
          <Figures list={list} execution={execution} />
          <DataTable
            columns={columns}
            rows={execution.institutions}
            rowKey={({ id }) => id}
            label={said.institution}
            minWidth={900}
            empty={<Blank title={said.none} why={said.noneWhy} />}
          />
        </>
      )}
    </Loaded>
  );
}

function Figures({ list: { sanctions }, execution }: { list: ListDetail; execution: Schema<'ExecutionResponse'> }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const ofSanctions = [
    [said.total, format.number(sanctions?.total ?? 0)],
    [said.inForce, format.number(sanctions?.inForce ?? 0)],
    [said.annulled, format.number(sanctions?.annulled ?? 0)],
    [said.lastDay, format.day(sanctions?.lastDay)],
  ] as const;
  const figures = [
    ...(sanctions === null ? [] : ofSanctions),
    ...COUNTS.map((name) => [said[name], format.number(execution.total[name])] as const),
    [said.general, format.number(execution.general.issued)],
    [said.acknowledged, format.number(execution.general.acknowledged)],
  ] as const;
  return (
    <section className="list-figures" aria-label={said.figures}>
      {figures.map(([name, figure]) => (
        <div key={name}>
          <strong>{figure}</strong>
          {name}
        </div>
      ))}
    </section>
  );
}

function useColumns(): Column<Institution>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    {
      key: 'name',
      title: said.institution,
      cell: ({ id, name }) => <Link to={`/directives?institution=${id}&standing=all`}>{name}</Link>,
    },
    { key: 'kind', title: said.kind, width: 150, cell: ({ kind }) => nameOf('institutionKinds', kind) },
    ...COUNTS.map((name): Column<Institution> => ({
      key: name,
      title: said[name],
      width: 84,
      isNumber: true,
      cell: (row) => format.number(row[name]),
    })),
    {
      key: 'last',
      title: said.lastReceiptAt,
      width: 150,
      cell: ({ lastReceiptAt }) => format.instant(lastReceiptAt),
    },
  ];
}
