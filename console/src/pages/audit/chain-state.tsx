import { Alert, Button } from 'antd';
import { api, type Schema } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { ProblemAlert } from '../../parts/problem-alert';

type Report = Schema<'ChainReportView'>;
type FindingKind = Report['findings'][number]['kind'];

/** The chains that there are; a new one is called by its id until it has a name here. */
type ChainNames = Readonly<Record<string, string>>;

const ZH_FINDINGS: Readonly<Record<FindingKind, string>> = {
  altered: '记录被改动',
  removed: '记录被删除',
  reordered: '记录被调换',
  'tail-removed': '末尾记录被删除',
  'head-differs': '链头不符',
  'chain-removed': '整条链被删除',
  'chain-unknown': '不明的链',
  'anchor-altered': '锚点被改动',
  'anchor-removed': '锚点被删除',
  'anchor-differs': '与锚点不符',
};

const EN_FINDINGS: Readonly<Record<FindingKind, string>> = {
  altered: 'altered',
  removed: 'removed',
  reordered: 'moved',
  'tail-removed': 'cut off at the end',
  'head-differs': 'the head differs',
  'chain-removed': 'a whole chain was removed',
  'chain-unknown': 'an unknown chain',
  'anchor-altered': 'an anchor was altered',
  'anchor-removed': 'an anchor was removed',
  'anchor-differs': 'differs from its anchor',
};

const ZH_CHAINS: ChainNames = { audit: '审计链', decisions: '判定日志链' };
const EN_CHAINS: ChainNames = { audit: 'Audit trail', decisions: 'Decision log' };

const WORDS = words({
  zh: {
    unknown: '审计链和判定日志链尚未校验',
    unknownWhy: '校验会重新计算每一条记录的哈希:被改动、删除、调换或者截断的记录都会被发现。',
    intact: '链完整,没有被改动',
    broken: '链已损坏:有记录被改动或者删除',
    verify: '立即校验',
    again: '再次校验',
    rows: (chain: string, rows: string) => `${chain}:${rows} 条`,
    chains: ZH_CHAINS,
    kinds: ZH_FINDINGS,
    finding: (kind: string, from: string, to: string) => `${kind}(第 ${from} 至 ${to} 条)`,
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
    chains: EN_CHAINS,
    kinds: EN_FINDINGS,
    finding: (kind: string, from: string, to: string) => `${kind} (entries ${from} to ${to})`,
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
      {said.rows(said.chains[chain] ?? chain, format.number(rows))}
      {findings.map(({ kind, seq, lastSeq }) => (
        <strong key={`${kind} ${seq}`}>
          {' '}
          · {said.finding(said.kinds[kind], format.number(seq), format.number(lastSeq))}
        </strong>
      ))}
    </div>
  );
}
