import { useState } from 'react';
import type { Problem } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import RemarkDialog from '../../../parts/dialogs/remark-dialog';
import { useToast } from '../../../parts/toasts';
import { refreshLists } from '../list-changes';
import type { ListDetail } from '../list-state';
import { ACT_WORDS, doAct, type Act } from './acts';

const WORDS = words({
  zh: {
    signs: (rows: string) => `批准后 ${rows} 行立即生效,各机构收到执行指令。您签署的是以下内容:`,
    long: '行数较多,最长可能需要一分钟左右;关闭页面不会中断批准。',
    hash: '内容哈希',
  },
  en: {
    signs: (rows: string) => `${rows} rows take effect at once and institutions get directives. You sign this content:`,
    long: 'So many rows may take up to a minute. Closing the page does not interrupt the approval.',
    hash: 'Content hash',
  },
});

/** An approval of fewer is done before anybody wonders. */
const MANY_ROWS = 10_000;

interface ActDialogProps {
  act: Act;
  list: ListDetail;
  onClose: () => void;
}

/** An act on a list, with its remark. An approval signs the content that was on the screen when the dialog was opened. */
export default function ActDialog({ act, list, onClose }: ActDialogProps) {
  const said = useWords(WORDS);
  const { name, label, done } = useWords(ACT_WORDS)[act];
  const format = useFormat();
  const toast = useToast();
  const [{ id, contentHash, counts }] = useState(list);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const go = async (remark: string): Promise<void> => {
    setBusy(true);
    const refusal = await doAct(act, { id, contentHash, remark });
    setBusy(false);
    setProblem(refusal ?? null);
    if (refusal === undefined) {
      toast(done);
      onClose();
    }
    await refreshLists();
  };
  return (
    <RemarkDialog
      title={`${name}:${list.title}`}
      label={label}
      confirm={name}
      isDangerous={act === 'reject'}
      isBusy={isBusy}
      problem={problem}
      onRemark={(remark) => void go(remark)}
      onCancel={onClose}
    >
      {act === 'approve' && (
        <p>
          {said.signs(format.number(counts.accepted))}
          <br />
          <span className="secondary">{said.hash}</span> <span className="list-hash">{contentHash}</span>
          {counts.accepted >= MANY_ROWS && (
            <>
              <br />
              {said.long}
            </>
          )}
        </p>
      )}
    </RemarkDialog>
  );
}
