import { Form, Input, Select } from 'antd';
import { choicesOf, useCatalogue } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { OF_SUBJECTS, refresh } from '../../../api/refresh';
import { useWords, words } from '../../../language/words';
import { Dialog } from '../../../parts/dialogs/dialog';
import { FormDialog } from '../../../parts/dialogs/form-dialog';

const WORDS = words({
  zh: {
    title: '批准恢复一个号码',
    what: '对象可凭批准编号在运营商柜台恢复一个号码,编号用一次即失效。级别为您所在机关的级别。',
    idType: '证件种类',
    idNumber: '证件号码',
    cardNumber: '限定号码(可不填)',
    cardHint: '不填则由本人选择。',
    required: '必填',
    remark: '理由',
    remarkRule: '至少两个字',
    confirm: '批准',
    given: '批准编号',
    tell: '请把编号告知本人,在柜台出示:',
    close: '关闭',
  },
  en: {
    title: 'Approve restoring one number',
    what: 'With the approval number the subject has one number restored at a counter; it is used once and has the level of your organ.',
    idType: 'Kind of identifier',
    idNumber: 'Identifier',
    cardNumber: 'Only this number (optional)',
    cardHint: 'Left empty, the subject chooses.',
    required: 'Required',
    remark: 'Reason',
    remarkRule: 'At least two characters',
    confirm: 'Approve',
    given: 'Approval number',
    tell: 'Tell the subject, who shows it at the counter:',
    close: 'Close',
  },
});

type Request = Schema<'SimApprovalRequest'>;

interface Typed {
  idType: NonNullable<Request['subject']>['idType'];
  idNumber: string;
  cardNumber?: string;
  remark: string;
}

interface ApprovalDialogProps {
  /** Whom it is for; undefined: it is asked for. */
  subjectId: string | undefined;
  onClose: () => void;
}

/** Leave to restore one number, where the province asks for that of the police; then the number to be told. */
export default function ApprovalDialog({ subjectId, onClose }: ApprovalDialogProps) {
  const said = useWords(WORDS);
  const approve = api.useMutation('post', '/v1/sim-approvals', {
    onSuccess: () => refresh(...OF_SUBJECTS, '/v1/sim-approvals', '/v1/retained-sims'),
  });
  if (approve.data !== undefined) return <Given approval={approve.data} onClose={onClose} />;
  const submit = ({ idType, idNumber, cardNumber = '', remark }: Typed): void =>
    approve.mutate({
      body: {
        ...(subjectId === undefined ? { subject: { idType, idNumber } } : { subjectId }),
        ...(cardNumber.trim() === '' ? {} : { card: { kind: 'mobile_sim', number: cardNumber } }),
        remark: remark.trim(),
      },
    });
  return (
    <FormDialog<Typed>
      title={said.title}
      confirm={said.confirm}
      isBusy={approve.isPending}
      problem={approve.error}
      initialValues={{ idType: 'resident_id' }}
      onTyped={submit}
      onCancel={onClose}
    >
      <p className="secondary">{said.what}</p>
      {subjectId === undefined && <Identifier />}
      <Form.Item name="cardNumber" label={said.cardNumber} extra={said.cardHint}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="remark"
        label={said.remark}
        rules={[{ required: true, min: 2, whitespace: true, message: said.remarkRule }]}
      >
        <Input.TextArea rows={2} maxLength={500} showCount autoFocus={subjectId !== undefined} />
      </Form.Item>
    </FormDialog>
  );
}

function Identifier() {
  const said = useWords(WORDS);
  const catalogue = useCatalogue();
  return (
    <>
      <Form.Item name="idType" label={said.idType}>
        <Select options={choicesOf(catalogue?.idTypes)} />
      </Form.Item>
      <Form.Item
        name="idNumber"
        label={said.idNumber}
        rules={[{ required: true, whitespace: true, message: said.required }]}
      >
        <Input maxLength={64} autoComplete="off" autoFocus />
      </Form.Item>
    </>
  );
}

function Given({ approval, onClose }: { approval: Schema<'SimApprovalView'>; onClose: () => void }) {
  const { given, tell, close } = useWords(WORDS);
  return (
    <Dialog
      open
      keyboard
      title={given}
      okText={close}
      onOk={onClose}
      onCancel={onClose}
      cancelButtonProps={{ hidden: true }}
    >
      <p>{tell}</p>
      <p className="large tabular">{approval.approvalNo}</p>
    </Dialog>
  );
}
