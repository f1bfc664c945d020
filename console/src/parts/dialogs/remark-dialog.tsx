import { Form, Input } from 'antd';
import { useId, type ReactNode } from 'react';
import type { Problem } from '../../api/client';
import { useWords, words } from '../../language/words';
import { Dialog } from './dialog';
import { ProblemAlert } from '../problem-alert';

const WORDS = words({ zh: { required: '必填' }, en: { required: 'Required' } });

interface RemarkDialogProps {
  title: string;
  /** What the text is: remark, reasons, finding. */
  label: string;
  /** What pressing the button does, as a verb. */
  confirm: string;
  isDangerous?: boolean;
  isBusy: boolean;
  problem: Problem | null;
  onRemark: (remark: string) => void;
  onCancel: () => void;
  /** What will happen, above the text. */
  children?: ReactNode;
}

const MOST_CHARACTERS = 2000;

/** An act that is done with a remark for the file. Loaded when it is opened: `lazy(() => import('../../parts/dialogs/remark-dialog'))`. */
export default function RemarkDialog(props: RemarkDialogProps) {
  const { title, label, confirm, isDangerous = false, isBusy, problem, onRemark, onCancel, children } = props;
  const { required } = useWords(WORDS);
  const form = useId();
  return (
    <Dialog
      open
      title={title}
      okText={confirm}
      okButtonProps={{ htmlType: 'submit', form, loading: isBusy, danger: isDangerous }}
      onCancel={onCancel}
    >
      {problem !== null && <ProblemAlert problem={problem} />}
      {children}
      <Form<{ remark: string }>
        id={form}
        name={form}
        layout="vertical"
        onFinish={({ remark }) => onRemark(remark.trim())}
      >
        <Form.Item name="remark" label={label} rules={[{ required: true, whitespace: true, message: required }]}>
          <Input.TextArea rows={3} maxLength={MOST_CHARACTERS} showCount autoFocus />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
