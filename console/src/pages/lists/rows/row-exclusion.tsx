import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { client, type Problem, type Schema } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useToast } from '../../../parts/toasts';
import { refreshLists, useEntryChanges } from '../list-changes';
import type { ListDetail } from '../list-state';

const WORDS = words({
  zh: {
    exclude: '剔除',
    include: '恢复',
    title: (row: number) => `剔除第 ${row} 行`,
    label: '剔除原因(不要写证件号码)',
    excluded: (row: number) => `第 ${row} 行已剔除`,
    included: (row: number) => `第 ${row} 行已恢复`,
  },
  en: {
    exclude: 'Take out',
    include: 'Put back',
    title: (row: number) => `Take out row ${row}`,
    label: 'Why (no identifier numbers)',
    excluded: (row: number) => `Row ${row} is taken out`,
    included: (row: number) => `Row ${row} is back`,
  },
});

const RemarkDialog = lazy(() => import('../../../parts/dialogs/remark-dialog'));

interface Answer {
  data?: Schema<'RevisedEntryResponse'>;
  error?: Problem;
}

/** Takes a row out of a draft, with a reason, or puts it back. */
export function RowExclusion({
  list: { id },
  row,
  isExcluded,
}: {
  list: ListDetail;
  row: number;
  isExcluded: boolean;
}) {
  const said = useWords(WORDS);
  const toast = useToast();
  const entryChanged = useEntryChanges(id);
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const params = { path: { id, row } };
  const finish = async ({ data, error }: Answer, done: string): Promise<void> => {
    setBusy(false);
    setProblem(error ?? null);
    // Refused: the row or its list is not what is shown.
    if (data === undefined) return refreshLists();
    setAsking(false);
    toast(done);
    await entryChanged(data);
  };
  const exclude = async (remark: string): Promise<void> => {
    setBusy(true);
    const answer = await client.POST('/v1/sanction-lists/{id}/entries/{row}/exclude', { params, body: { remark } });
    await finish(answer, said.excluded(row));
  };
  const include = async (): Promise<void> => {
    setBusy(true);
    const answer = await client.POST('/v1/sanction-lists/{id}/entries/{row}/include', { params });
    await finish(answer, said.included(row));
  };
  return (
    <>
      <Button size="small" loading={isBusy} onClick={() => (isExcluded ? void include() : setAsking(true))}>
        {isExcluded ? said.include : said.exclude}
      </Button>
      {problem !== null && !isAsking && <ProblemAlert problem={problem} />}
      <Suspense>
        {isAsking && (
          <RemarkDialog
            title={said.title(row)}
            label={said.label}
            confirm={said.exclude}
            isDangerous
            isBusy={isBusy}
            problem={problem}
            onRemark={(remark) => void exclude(remark)}
            onCancel={() => setAsking(false)}
          />
        )}
      </Suspense>
    </>
  );
}
