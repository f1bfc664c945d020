import { Form, Input, Select } from 'antd';
import { useNavigate } from 'react-router';
import { useCatalogue } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { refresh } from '../../../api/refresh';
import { useWords } from '../../../language/words';
import { FormDialog } from '../../../parts/form-dialog';
import { useToast } from '../../../parts/toasts';
import { WORDS } from './words';

type Request = Schema<'SimApprovalRequest'>;

interface Typed {
  idType: NonNullable<Request['subject']>['idType'];
  idNumber: string;
  cardNumber?: string;
  remark: string;
}

/** Leave to restore one number of a subject. */
export default function ApproveDialog({ onClose }: { onClose: () => void }) {
  const said = useWords(WORDS);
  const navigate = useNavigate();
  const toast = useToast();
  const catalogue = useCatalogue();
  const approve = api.useMutation('post', '/v1/sim-approvals', {
    onSuccess: ({ approvalNo }) => {
      toast(said.approved(approvalNo));
      void refresh('/v1/sim-approvals');
      void navigate('/retained-sims?tab=approvals');
      onClose();
    },
  });
  const submit = ({ idType, idNumber, cardNumber = '', remark }: Typed): void =>
    approve.mutate({
      body: {
        subject: { idType, idNumber },
        remark: remark.trim(),
        ...(cardNumber.trim() === '' ? {} : { card: { kind: 'mobile_sim', number: cardNumber } }),
      },
    });
  return (
    <FormDialog<Typed>
      title={said.approveTitle}
      confirm={said.approve}
      isBusy={approve.isPending}
      problem={approve.error}
      initialValues={{ idType: 'resident_id' }}
      onTyped={submit}
      onCancel={onClose}
    >
      <p className="secondary">{said.approveWhy}</p>
      <Form.Item name="idType" label={said.idType}>
        <Select options={catalogue?.idTypes.map(({ id, name }) => ({ value: id, label: name })) ?? []} />
      </Form.Item>
      <Form.Item
        name="idNumber"
        label={said.idNumber}
        rules={[{ required: true, whitespace: true, message: said.required }]}
      >
        <Input maxLength={64} autoComplete="off" autoFocus />
      </Form.Item>
      <Form.Item name="cardNumber" label={said.cardNumber} extra={said.cardHint}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="remark"
        label={said.remark}
        rules={[{ required: true, min: 2, whitespace: true, message: said.remarkRule }]}
      >
        <Input.TextArea rows={2} maxLength={500} showCount />
      </Form.Item>
    </FormDialog>
  );
}
