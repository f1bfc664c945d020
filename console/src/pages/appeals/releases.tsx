import { Progress } from 'antd';
import { api, type Schema } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { DataTable, type Column } from '../../parts/tables/data-table';
import { Loaded } from '../../parts/loaded';
import { Panel } from '../../parts/panel';

type Institution = Schema<'InstitutionReleaseView'>;

const WORDS = words({
  zh: {
    title: '解除进度',
    none: '没有需要机构恢复的指令。',
    done: '全部机构已回执',
    waiting: '等待机构回执,自动刷新',
    institution: '机构',
    acknowledged: '已回执 / 指令',
  },
  en: {
    title: 'Progress of the release',
    none: 'There is nothing for institutions to release.',
    done: 'Every institution has answered',
    waiting: 'Waiting for institutions; refreshes by itself',
    institution: 'Institution',
    acknowledged: 'Answered / directives',
  },
});

const REFRESH_MS = 3000;

/** How far each institution has come with what an appeal releases, as it happens. */
export function Releases({ id }: { id: string }) {
  const said = useWords(WORDS);
  const query = api.useQuery(
    'get',
    '/v1/appeals/{id}/releases',
    { params: { path: { id } } },
    // Directives follow within a second or two of the decision: zero is not the end of it either.
    { refetchInterval: ({ state: { data } }) => (isDone(data) ? false : REFRESH_MS) },
  );
  return (
    <Panel title={said.title}>
      <Loaded query={query}>{(progress) => <Bar progress={progress} />}</Loaded>
    </Panel>
  );
}

function isDone(progress: Schema<'ReleaseProgressView'> | undefined): boolean {
  return progress !== undefined && progress.receipts > 0 && progress.acknowledged === progress.receipts;
}

function Bar({ progress }: { progress: Schema<'ReleaseProgressView'> }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const { receipts, acknowledged, institutions } = progress;
  if (receipts === 0) return <p className="said secondary">{said.none}</p>;
  const columns: Column<Institution>[] = [
    { key: 'name', title: said.institution, cell: ({ name }) => name },
    {
      key: 'count',
      title: said.acknowledged,
      width: 150,
      isNumber: true,
      cell: (one) => `${format.number(one.acknowledged)} / ${format.number(one.directives)}`,
    },
  ];
  return (
    <>
      <Progress
        percent={Math.floor((100 * acknowledged) / receipts)}
        status={isDone(progress) ? 'success' : 'normal'}
        aria-label={said.title}
      />
      <p role="status" className="secondary">
        {isDone(progress) ? said.done : said.waiting} · {format.number(acknowledged)} / {format.number(receipts)}
      </p>
      <DataTable
        columns={columns}
        rows={institutions}
        rowKey={({ institutionId }) => institutionId}
        label={said.title}
        minWidth={260}
      />
    </>
  );
}
