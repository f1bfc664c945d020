import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form } from 'antd';
import { useState } from 'react';
import { client, type Problem, type Schema } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { FormDialog } from '../../../parts/form-dialog';
import { useToast } from '../../../parts/toasts';
import { RIGHTS, ROLES } from '../names';
import { newPassword } from './new-password';
import SecretDialog from '../secret-dialog';

type Officer = Schema<'OfficerView'>;

/** What an administrator does about an account. */
export type OfficerAct = 'roles' | 'password' | 'totp' | 'sessions' | 'disable' | 'enable';

const WORDS = words({
  zh: {
    of: (username: string) => `账户:${username}`,
    roles: '角色',
    done: '已办理',
    password: (username: string) => `${username} 的新密码`,
    what: {
      roles: '自下一次请求起生效。',
      password: '生成新密码,原密码和全部会话立即失效,锁定解除。',
      totp: '清除已绑定的动态口令,全部会话立即失效。本人登录后重新绑定。',
      sessions: '该账户的全部会话立即失效。',
      disable: '该账户立即退出,不能再登录。',
      enable: '该账户可以重新登录。',
    },
  },
  en: {
    of: (username: string) => `Account: ${username}`,
    roles: 'Roles',
    done: 'Done',
    password: (username: string) => `New password of ${username}`,
    what: {
      roles: 'Counts from the next request on.',
      password: 'A new password is made; the old one and all sessions are void at once, and a lock is lifted.',
      totp: 'The authenticator is forgotten and all sessions end. The officer enrols a new one after signing in.',
      sessions: 'All sessions of the account end at once.',
      disable: 'The account is signed out at once, and signs in no more.',
      enable: 'The account may sign in again.',
    },
  },
});

interface Typed {
  roles: Officer['roles'];
}

interface OfficerDialogProps {
  officer: Officer;
  act: OfficerAct;
  title: string;
  onClose: () => void;
}

const DANGEROUS: readonly OfficerAct[] = ['disable', 'totp', 'password', 'sessions'];

/** One act about an account, with a second thought; a new password is shown once afterwards. */
export function OfficerDialog({ officer, act, title, onClose }: OfficerDialogProps) {
  const said = useWords(WORDS);
  const rights = useWords(RIGHTS);
  const toast = useToast();
  const queries = useQueryClient();
  const [password] = useState(newPassword);
  const change = useMutation<void, Problem, Typed>({
    mutationFn: async ({ roles }) => {
      const { error } = await send(officer.id, act, { roles, password });
      if (error !== undefined) throw error;
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['get', '/v1/officers'] });
      if (act === 'password') return;
      toast(said.done);
      onClose();
    },
  });
  if (act === 'password' && change.isSuccess) {
    return <SecretDialog title={said.password(officer.username)} secret={password} onClose={onClose} />;
  }
  return (
    <FormDialog<Typed>
      title={title}
      confirm={title}
      isDangerous={DANGEROUS.includes(act)}
      isBusy={change.isPending}
      problem={change.error}
      initialValues={{ roles: officer.roles }}
      onTyped={(typed) => change.mutate(typed)}
      onCancel={onClose}
    >
      <p>
        <strong>{said.of(officer.username)}</strong>
        <br />
        {said.what[act]}
      </p>
      {act === 'roles' && (
        <Form.Item name="roles" label={said.roles}>
          <Checkbox.Group options={ROLES.map((value) => ({ value, label: rights.roles[value] }))} />
        </Form.Item>
      )}
    </FormDialog>
  );
}

async function send(
  id: string,
  act: OfficerAct,
  { roles, password }: Typed & { password: string },
): Promise<{ error?: Problem | undefined }> {
  const params = { path: { id } };
  if (act === 'sessions') return client.DELETE('/v1/officers/{id}/sessions', { params });
  const body: Readonly<Record<typeof act, Schema<'OfficerChangeRequest'>>> = {
    roles: { roles },
    password: { password },
    totp: { resetTotp: true },
    disable: { isDisabled: true },
    enable: { isDisabled: false },
  };
  return client.PATCH('/v1/officers/{id}', { params, body: body[act] });
}
