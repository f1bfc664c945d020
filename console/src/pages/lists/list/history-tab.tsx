import { Link } from 'react-router';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { useMay } from '../../../session/session';
import { LIST_WORDS, type ListDetail } from '../list-state';

const WORDS = words({
  zh: {
    history: '名单经过',
    step: '步骤',
    at: '时间',
    who: '人员',
    organ: '单位',
    remark: '意见',
    created: '建立草稿',
    submitted: '提交审批',
    audit: '查看审计记录',
    rulebook: '判定各行所用规则集',
  },
  en: {
    history: 'History of the list',
    step: 'Step',
    at: 'At',
    who: 'Who',
    organ: 'Organ',
    remark: 'Remark',
    created: 'Drafted',
    submitted: 'Submitted for approval',
    audit: 'See the audit trail',
    rulebook: 'Rulebook the rows were judged by',
  },
});

interface Step {
  step: string;
  at: string;
  who: string;
  organ: string;
  remark: string;
}

/** Who did what with the list, and when; auditors go on to the audit trail. */
export default function HistoryTab({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const isAuditor = useMay('auditor');
  const columns: Column<Step>[] = [
    { key: 'step', title: said.step, width: 160, cell: ({ step }) => step },
    { key: 'at', title: said.at, width: 160, cell: ({ at }) => format.instant(at) },
    { key: 'who', title: said.who, width: 170, cell: ({ who }) => who },
    { key: 'organ', title: said.organ, width: 200, cell: ({ organ }) => organ },
    { key: 'remark', title: said.remark, cell: ({ remark }) => remark },
  ];
  return (
    <>
      <DataTable columns={columns} rows={useSteps(list)} rowKey={({ step }) => step} label={said.history} />
      <div>
        <span className="secondary">{said.rulebook}</span> <span className="list-hash">{list.rulebook}</span>
      </div>
      {isAuditor && <Link to={`/audit?object=sanction_list:${list.id}`}>{said.audit}</Link>}
    </>
  );
}

function useSteps({ author, decider, createdAt, submittedAt, decidedAt, state, remark }: ListDetail): Step[] {
  const said = useWords(WORDS);
  const { states } = useWords(LIST_WORDS);
  const steps = [
    { step: said.created, at: createdAt, by: author, remark: '' },
    { step: said.submitted, at: submittedAt, by: author, remark: '' },
    { step: states[state], at: decidedAt, by: decider, remark: remark ?? '' },
  ];
  return steps.flatMap(({ step, at, by, remark: said }) =>
    at === null ? [] : [{ step, at, who: by?.username ?? '—', organ: by?.organName ?? '—', remark: said }],
  );
}
