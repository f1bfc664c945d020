import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { Problem } from '../../api/client';
import { refresh } from '../../api/refresh';
import { useToast } from '../toasts';

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
  /** Whether it can be done as things stand, which others change: the button goes, an open dialog stays and says so. */
  isOffered?: boolean;
  /** Asks the service: `(remark) => client.POST(…)`. */
  act: (remark: string) => Promise<{ error?: Problem }>;
  /** What is said when it is done. */
  done: string;
  /** Paths of the API below which it is read again, also when it was refused: somebody else may have done it. */
  affects: readonly string[];
}

/** A button that does something for the record: it says what will happen, and asks once more, or for a remark. */
export function ActButton(props: ActButtonProps) {
  const {
    label,
    explanation,
    remark,
    isPrimary = false,
    isDangerous = false,
    isOffered = true,
    act,
    done,
    affects,
  } = props;
  const toast = useToast();
  const [isAsking, setAsking] = useState(false);
  const acting = useMutation({
    mutationFn: async (typed: string) => {
      const { error } = await act(typed);
      if (error !== undefined) throw error;
    },
    onSuccess: () => {
      setAsking(false);
      toast(done);
    },
    onSettled: () => void refresh(...affects),
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
      {isOffered && (
        <Button type={isPrimary ? 'primary' : 'default'} danger={isDangerous} onClick={open}>
          {label}
        </Button>
      )}
      <Suspense>
        {isAsking && remark === undefined && (
          <ConfirmDialog {...dialog} isConfirmation onTyped={() => acting.mutate('')}>
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
