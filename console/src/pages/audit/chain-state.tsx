import { Alert, Button } from 'antd';
import { api, type Schema } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { ProblemAlert } from '../../parts/problem-alert';

type Report = Schema<'ChainReportView'>;

const WORDS = words({
  zh: {
    unknown: '审计链和判定日志链尚未校验',
    unknownWhy: '校验会重新计算每一条记录的哈希:被改动、删除、调换或者截断的记录都会被发现。',
    intact: '链完整,没有被改动',
    broken: '链已损坏:有记录被改动或者删除',
    verify: '立即校验',
    again: '再次校验',
    rows: (chain: string, rows: string) => `${chain}:${rows} 条`,
    finding: (kind: string, from: number, to: number) => `${kind}(第 ${from} 至 ${to} 条)`,
    at: (time: string) => `校验于 ${time}`,
  },
  en: {
    unknown: 'The chains of the audit trail and the decision log are not verified yet',
    unknownWhy:
      'Verifying computes the hash of every entry again: what was altered, removed, moved or cut off is found.',
    intact: 'The chains are intact',
    broken: 'A chain is broken: entries were altered or removed',
    verify: 'Verify now',
    again: 'Verify again',
    rows: (chain: string, rows: string) => `${chain}: ${rows} entries`,
    finding: (kind: string, from: number, to: number) => `${kind} (entries ${from} to ${to})`,
    at: (time: string) => `verified at ${time}`,
  },
});

/** Whether the record is as it was written; every entry is read when the auditor asks. */
export function ChainState() {
  const said = useWords(WORDS);
  const format = useFormat();
  const { data, error, isFetching, dataUpdatedAt, refetch } = api.useQuery(
    'get',
    '/v1/audit/verify',
    {},
    {
      meta: { isAudited: true },
      enabled: false,
      staleTime: Infinity,
      gcTime: Infinity,
    },
  );
  const button = (
    <Button size="small" loading={isFetching} onClick={() => void refetch()}>
      {data === undefined ? said.verify : said.again}
    </Button>
  );
  if (error !== null) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (data === undefined)
    return <Alert type="info" showIcon title={said.unknown} description={said.unknownWhy} action={button} />;
  return (
    <Alert
      type={data.intact ? 'success' : 'error'}
      showIcon
      title={`${data.intact ? said.intact : said.broken} · ${said.at(format.instant(new Date(dataUpdatedAt).toISOString()))}`}
      description={data.chains.map((chain) => (
        <Chain key={chain.chain} report={chain} />
      ))}
      action={button}
    />
  );
}

function Chain({ report: { chain, rows, findings } }: { report: Report }) {
  const said = useWords(WORDS);
  const format = useFormat();
  return (
    <div>
      {said.rows(chain, format.number(rows))}
      {findings.map(({ kind, seq, lastSeq }) => (
        <strong key={`${kind} ${seq}`}> · {said.finding(kind, seq, lastSeq)}</strong>
      ))}
    </div>
  );
}
