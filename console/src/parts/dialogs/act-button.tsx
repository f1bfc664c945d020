import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { Problem } from '../../api/client';

const RemarkDialog = lazy(() => import('./remark-dialog'));
const ConfirmDialog = lazy(async () => ({ default: (await import('./form-dialog')).FormDialog<object> }));

interface ActButtonProps {
  /** A verb. */
  label: string;
  /** What will happen. */
  explanation: ReactNode;
  /** What is to be written for the file; absent: it is only confirmed. */
  remark?: string;
  isPrimary?: boolean;
  isDangerous?: boolean;
  /** Asks the service: `(remark) => client.POST(…)`. */
  act: (remark: string) => Promise<{ error?: Problem }>;
  /** When it is done. */
  onDone: () => void;
}

/** A button that does something for the record: it says what will happen, and asks once more, or for a remark. */
export function ActButton(props: ActButtonProps) {
  const { label, explanation, remark, isPrimary = false, isDangerous = false, act, onDone } = props;
  const [isAsking, setAsking] = useState(false);
  const acting = useMutation({
    mutationFn: async (typed: string) => {
      const { error } = await act(typed);
      if (error !== undefined) throw error;
    },
    onSuccess: () => {
      setAsking(false);
      onDone();
    },
  });
  const dialog = {
    title: label,
    confirm: label,
    isDangerous,
    isBusy: acting.isPending,
    problem: acting.error,
    onCancel: () => setAsking(false),
  };
  const open = (): void => {
    acting.reset();
    setAsking(true);
  };
  return (
    <>
      <Button type={isPrimary ? 'primary' : 'default'} danger={isDangerous} onClick={open}>
        {label}
      </Button>
      <Suspense>
        {isAsking && remark === undefined && (
          <ConfirmDialog {...dialog} onTyped={() => acting.mutate('')}>
            <p>{explanation}</p>
          </ConfirmDialog>
        )}
        {isAsking && remark !== undefined && (
          <RemarkDialog {...dialog} label={remark} onRemark={(typed) => acting.mutate(typed)}>
            <p>{explanation}</p>
          </RemarkDialog>
        )}
      </Suspense>
    </>
  );
}
