import { Form, Input } from 'antd';
import { useId, useState } from 'react';
import type { Problem } from '../../api/client';
import { useWords, words } from '../../language/words';
import { Dialog } from './dialog';
import { ProblemAlert } from '../problem-alert';

const WORDS = words({
  zh: {
    title: '查看明文须说明用途',
    purpose: '用途',
    hint: '用途和您的账户记入审计,不要写证件号码。',
    rule: '至少两个字',
    confirm: '查看',
  },
  en: {
    title: 'Say what you need it for',
    purpose: 'Purpose',
    hint: 'Your purpose and account go into the audit trail. No identifier numbers here.',
    rule: 'At least two characters',
    confirm: 'Show',
  },
});

interface PurposeDialogProps {
  /** Throws the {@link Problem} of the service, which is shown. */
  onPurpose: (purpose: string) => Promise<void>;
  onCancel: () => void;
}

/** Asks what personal data is needed for. */
export default function PurposeDialog({ onPurpose, onCancel }: PurposeDialogProps) {
  const { title, purpose, hint, rule, confirm } = useWords(WORDS);
  const form = useId();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const submit = ({ purpose: typed }: { purpose: string }): void => {
    setBusy(true);
    onPurpose(typed.trim())
      .catch((refusal: Problem) => setProblem(refusal))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      open
      title={title}
      okText={confirm}
      okButtonProps={{ htmlType: 'submit', form, loading: isBusy }}
      onCancel={onCancel}
    >
      {problem !== undefined && <ProblemAlert problem={problem} />}
      <Form id={form} name={form} layout="vertical" onFinish={submit}>
        <Form.Item
          name="purpose"
          label={purpose}
          extra={hint}
          rules={[{ required: true, min: 2, whitespace: true, message: rule }]}
        >
          <Input maxLength={200} autoFocus />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
