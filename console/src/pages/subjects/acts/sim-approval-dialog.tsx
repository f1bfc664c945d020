import { api, type Schema } from '../../../api/client';
import { OF_SUBJECTS, refresh } from '../../../api/refresh';
import { useWords, words } from '../../../language/words';
import { Dialog } from '../../../parts/dialog';
import RemarkDialog from '../../../parts/remark-dialog';

const WORDS = words({
  zh: {
    title: '批准恢复一个号码',
    what: '对象可凭批准编号在运营商柜台恢复自选的一个号码,编号用一次即失效。级别为您所在机关的级别。',
    remark: '理由',
    confirm: '批准',
    given: '批准编号',
    tell: '请把编号告知本人,在柜台出示:',
    close: '关闭',
  },
  en: {
    title: 'Approve restoring one number',
    what: 'With the approval number the subject has one number of choice restored at a counter; it is used once and has the level of your organ.',
    remark: 'Reason',
    confirm: 'Approve',
    given: 'Approval number',
    tell: 'Tell the subject, who shows it at the counter:',
    close: 'Close',
  },
});

/** Leave to restore one number, where the province asks for that of the police. */
export default function SimApprovalDialog({ subjectId, onClose }: { subjectId: string; onClose: () => void }) {
  const said = useWords(WORDS);
  const approve = api.useMutation('post', '/v1/sim-approvals', {
    onSuccess: () => refresh(...OF_SUBJECTS, '/v1/sim-approvals', '/v1/retained-sims'),
  });
  if (approve.data !== undefined) return <Given approval={approve.data} onClose={onClose} />;
  return (
    <RemarkDialog
      title={said.title}
      label={said.remark}
      confirm={said.confirm}
      isBusy={approve.isPending}
      problem={approve.error}
      onRemark={(remark) => approve.mutate({ body: { subjectId, remark } })}
      onCancel={onClose}
    >
      <p>{said.what}</p>
    </RemarkDialog>
  );
}

function Given({ approval, onClose }: { approval: Schema<'SimApprovalView'>; onClose: () => void }) {
  const { given, tell, close } = useWords(WORDS);
  return (
    <Dialog open title={given} okText={close} onOk={onClose} onCancel={onClose} cancelButtonProps={{ hidden: true }}>
      <p>{tell}</p>
      <p className="large tabular">{approval.approvalNo}</p>
    </Dialog>
  );
}
