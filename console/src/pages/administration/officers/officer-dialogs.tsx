import { client, type Schema } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { AccountAct } from '../account-act';
import { RightsField } from '../rights-field';
import { newPassword } from './new-password';

type Officer = Schema<'OfficerView'>;

/** What an administrator does about an account. */
export type OfficerAct = 'roles' | 'password' | 'totp' | 'sessions' | 'disable' | 'enable';

const WORDS = words({
  zh: {
    of: (username: string) => `账户:${username}`,
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

/** One act about the account of an officer. */
export function OfficerDialog({ officer: { id, username, roles }, act, title, onClose }: OfficerDialogProps) {
  const said = useWords(WORDS);
  return (
    <AccountAct<Typed>
      title={title}
      account={said.of(username)}
      what={said.what[act]}
      isDangerous={DANGEROUS.includes(act)}
      path="/v1/officers"
      initialValues={{ roles }}
      send={(typed) => send(id, act, typed)}
      secretTitle={said.password(username)}
      onClose={onClose}
    >
      {act === 'roles' && <RightsField of="roles" />}
    </AccountAct>
  );
}

/** @returns the new password, if there is one */
async function send(id: string, act: OfficerAct, { roles }: Typed): Promise<string | null> {
  const params = { path: { id } };
  if (act === 'sessions') {
    const { error } = await client.DELETE('/v1/officers/{id}/sessions', { params });
    if (error !== undefined) throw error;
    return null;
  }
  const password = newPassword();
  const body: Readonly<Record<typeof act, Schema<'OfficerChangeRequest'>>> = {
    roles: { roles },
    password: { password },
    totp: { resetTotp: true },
    disable: { isDisabled: true },
    enable: { isDisabled: false },
  };
  const { error } = await client.PATCH('/v1/officers/{id}', { params, body: body[act] });
  if (error !== undefined) throw error;
  return act === 'password' ? password : null;
}
