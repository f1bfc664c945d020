import { Button, Flex } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Problem } from '../../../api/client';
import { download } from '../../../api/download';
import { useWords, words } from '../../../language/words';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useToast } from '../../../parts/toasts';
import { useMay, useSession } from '../../../session/session';
import { refreshLists } from '../list-changes';
import type { ListDetail } from '../list-state';
import { ACT_WORDS, doAct, type Act } from './acts';

const WORDS = words({
  zh: { refused: '下载未受理行', file: '原始文件' },
  en: { refused: 'Refused rows', file: 'Original file' },
});

const ActDialog = lazy(() => import('./act-dialog'));

/** What this officer may do with a list as it stands; the service says no to everything else as well. */
export function ListActs({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const acts = useWords(ACT_WORDS);
  const possible = useActs(list);
  const [asked, setAsked] = useState<Act>();
  const submission = useSubmission(list);
  return (
    <Flex vertical gap={8} align="end">
      <Flex wrap gap={8} justify="end">
        <Files list={list} names={said} onProblem={submission.setProblem} />
        {possible.map((act) => (
          <Button
            key={act}
            type={act === 'submit' || act === 'approve' ? 'primary' : 'default'}
            danger={act === 'reject'}
            loading={act === 'submit' && submission.isBusy}
            onClick={() => (act === 'submit' ? void submission.submit() : setAsked(act))}
          >
            {acts[act].name}
          </Button>
        ))}
      </Flex>
      {submission.problem !== undefined && <ProblemAlert problem={submission.problem} />}
      <Suspense>
        {asked !== undefined && <ActDialog act={asked} list={list} onClose={() => setAsked(undefined)} />}
      </Suspense>
    </Flex>
  );
}

/** By role, by authorship, and by the state of the list. */
function useActs({ state, authorId }: ListDetail): Act[] {
  const session = useSession();
  const isAuthor = session.is !== 'absent' && session.session.officer.id === authorId;
  const mayApprove = useMay('approver') && !isAuthor;
  if (state === 'draft') return isAuthor ? ['withdraw', 'submit'] : [];
  if (state !== 'submitted') return [];
  return [...(isAuthor ? (['withdraw'] as const) : []), ...(mayApprove ? (['reject', 'approve'] as const) : [])];
}

/** A submission takes no remark, and can be withdrawn: it is done at once. */
function useSubmission({ id, contentHash }: ListDetail) {
  const toast = useToast();
  const { submit: said } = useWords(ACT_WORDS);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const submit = async (): Promise<void> => {
    setBusy(true);
    const refusal = await doAct('submit', { id, contentHash, remark: '' });
    setProblem(refusal);
    if (refusal === undefined) toast(said.done);
    await refreshLists();
    setBusy(false);
  };
  return { submit, isBusy, problem, setProblem };
}

interface FilesProps {
  list: ListDetail;
  names: { refused: string; file: string };
  onProblem: (problem: Problem) => void;
}

/** Whoever takes rows out of the house leaves a trace: the service records each download. */
function Files({ list: { id, fileName, counts }, names, onProblem }: FilesProps) {
  const mayDownload = useMay('submitter', 'approver', 'auditor');
  const save = (door: 'refused' | 'file', name: string): void => {
    download(`/v1/sanction-lists/${id}/${door}`, name).catch(onProblem);
  };
  if (!mayDownload) return null;
  return (
    <>
      {fileName !== null && <Button onClick={() => save('file', fileName)}>{names.file}</Button>}
      {counts.rejected > 0 && <Button onClick={() => save('refused', `refused-${id}.csv`)}>{names.refused}</Button>}
    </>
  );
}
