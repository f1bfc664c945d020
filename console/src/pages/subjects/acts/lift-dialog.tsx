import { Form, Input } from 'antd';
import { useId } from 'react';
import { api } from '../../../api/client';
import { OF_SUBJECTS, refresh } from '../../../api/refresh';
import { useWords, words } from '../../../language/words';
import { Dialog } from '../../../parts/dialogs/dialog';
import { instantOf } from '../../../parts/fields/instant-input';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useToast } from '../../../parts/toasts';

const WORDS = words({
  zh: {
    title: '提出提前解除',
    what: '由另一名有权审批的人员批准后生效;批准前一切照旧。',
    ground: '解除理由',
    documentNo: '决定文号',
    effectiveAt: '解除时间(北京时间)',
    effectiveHint: '留空即自批准之时起;不得晚于现在',
    required: '必填',
    confirm: '提出',
    done: '已提出解除,等待审批',
  },
  en: {
    title: 'Propose an early end',
    what: 'It takes effect when a second officer approves it; until then nothing changes.',
    ground: 'Ground',
    documentNo: 'Document number',
    effectiveAt: 'Ends at (Beijing time)',
    effectiveHint: 'Empty: when it is approved; not in the future',
    required: 'Required',
    confirm: 'Propose',
    done: 'Proposed; waiting for approval',
  },
});

interface Typed {
  ground: string;
  documentNo: string;
  effectiveAt?: string;
}

/** One officer proposes that a sanction ends before its day; another one decides. */
export default function LiftDialog({ sanctionId, onClose }: { sanctionId: string; onClose: () => void }) {
  const said = useWords(WORDS);
  const form = useId();
  const toast = useToast();
  const lift = api.useMutation('post', '/v1/sanctions/{id}/lift', {
    onSuccess: () => {
      void refresh(...OF_SUBJECTS, '/v1/liftings');
      toast(said.done);
      onClose();
    },
  });
  const submit = ({ ground, documentNo, effectiveAt }: Typed): void => {
    const from = instantOf(effectiveAt);
    const body = { ground: ground.trim(), documentNo: documentNo.trim() };
    lift.mutate({
      params: { path: { id: sanctionId } },
      body: from === undefined ? body : { ...body, effectiveAt: from },
    });
  };
  const rules = [{ required: true, whitespace: true, message: said.required }];
  return (
    <Dialog
      open
      title={said.title}
      okText={said.confirm}
      okButtonProps={{ htmlType: 'submit', form, loading: lift.isPending }}
      onCancel={onClose}
    >
      {lift.error !== null && <ProblemAlert problem={lift.error} />}
      <p>{said.what}</p>
      <Form<Typed> id={form} name={form} layout="vertical" onFinish={submit}>
        <Form.Item name="ground" label={said.ground} rules={rules}>
          <Input.TextArea rows={3} maxLength={2000} autoFocus />
        </Form.Item>
        <Form.Item name="documentNo" label={said.documentNo} rules={rules}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="effectiveAt" label={said.effectiveAt} extra={said.effectiveHint}>
          <Input type="datetime-local" />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
