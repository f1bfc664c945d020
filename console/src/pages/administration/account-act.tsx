import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Problem } from '../../api/client';
import { refresh } from '../../api/refresh';
import { useWords, words } from '../../language/words';
import { FormDialog } from '../../parts/dialogs/form-dialog';
import { useToast } from '../../parts/toasts';
import SecretDialog from './secret-dialog';

const WORDS = words({ zh: { done: '已办理' }, en: { done: 'Done' } });

interface AccountActProps<Typed> {
  /** A verb. */
  title: string;
  /** Whose account it is. */
  account: string;
  /** What will happen. */
  what: string;
  isDangerous: boolean;
  /** The path of the API below which it is read again. */
  path: string;
  initialValues: Partial<Typed>;
  /** @returns what is to be handed over: a new password or secret; null: nothing */
  send: (typed: Typed) => Promise<string | null>;
  /** Above what is to be handed over. */
  secretTitle: string;
  onClose: () => void;
  /** Fields, where something is to be chosen. */
  children: ReactNode;
}

/** One act about an officer or a client, with a second thought; a new secret is shown once afterwards. */
export function AccountAct<Typed extends object>(props: AccountActProps<Typed>) {
  const { title, account, what, isDangerous, path, initialValues, send, secretTitle, onClose, children } = props;
  const { done } = useWords(WORDS);
  const toast = useToast();
  const act = useMutation<string | null, Problem, Typed>({
    mutationFn: send,
    onSuccess: async (secret) => {
      await refresh(path);
      if (secret !== null) return;
      toast(done);
      onClose();
    },
  });
  if (typeof act.data === 'string') return <SecretDialog title={secretTitle} secret={act.data} onClose={onClose} />;
  return (
    <FormDialog<Typed>
      title={title}
      confirm={title}
      isDangerous={isDangerous}
      isBusy={act.isPending}
      problem={act.error}
      initialValues={initialValues}
      onTyped={(typed) => act.mutate(typed)}
      onCancel={onClose}
    >
      <p>
        <strong>{account}</strong>
        <br />
        {what}
      </p>
      {children}
    </FormDialog>
  );
}
