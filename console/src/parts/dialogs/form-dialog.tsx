import { Form, type FormInstance } from 'antd';
import { useId, type ReactNode } from 'react';
import type { Problem } from '../../api/client';
import { Dialog } from './dialog';
import { ProblemAlert } from '../problem-alert';

interface FormDialogProps<Typed> {
  title: string;
  /** What pressing the button does, as a verb. */
  confirm: string;
  isDangerous?: boolean;
  isBusy: boolean;
  problem: Problem | null;
  width?: number;
  /** There are no fields: the key Esc may close it. */
  isConfirmation?: boolean;
  form?: FormInstance<Typed>;
  initialValues?: Partial<Typed>;
  onTyped: (typed: Typed) => void;
  onCancel: () => void;
  /** What will happen, and the fields; without fields it only asks to confirm. */
  children: ReactNode;
}

/** An act that needs something typed, or only a second thought. Loaded when it is opened, as all forms are. */
export function FormDialog<Typed extends object>(props: FormDialogProps<Typed>) {
  const { title, confirm, isDangerous = false, isBusy, problem, width = 520, onTyped, onCancel, children } = props;
  const { isConfirmation = false } = props;
  const id = useId();
  return (
    <Dialog
      open
      title={title}
      width={width}
      keyboard={isConfirmation}
      okText={confirm}
      okButtonProps={{ htmlType: 'submit', form: id, loading: isBusy, danger: isDangerous }}
      onCancel={onCancel}
    >
      {problem !== null && <ProblemAlert problem={problem} />}
      <Form<Typed>
        id={id}
        name={id}
        layout="vertical"
        requiredMark={false}
        {...(props.form === undefined ? {} : { form: props.form })}
        {...(props.initialValues === undefined ? {} : { initialValues: props.initialValues })}
        onFinish={onTyped}
      >
        {children}
      </Form>
    </Dialog>
  );
}
