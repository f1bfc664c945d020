import { Button, Form, Input } from 'antd';
import { useId } from 'react';
import { api } from '../api/client';
import { useWords, words } from '../language/words';
import { ProblemAlert } from '../parts/problem-alert';
import type { Session } from './session';

const WORDS = words({
  zh: {
    username: '用户名',
    password: '密码',
    totp: '动态口令',
    totpHint: '六位数字;没有绑定动态口令的账户留空',
    totpRule: '动态口令是六位数字',
    required: '必填',
    enter: '登录',
  },
  en: {
    username: 'User name',
    password: 'Password',
    totp: 'One-time code',
    totpHint: 'Six digits; leave empty if you have no authenticator',
    totpRule: 'The code has six digits',
    required: 'Required',
    enter: 'Sign in',
  },
});

interface Typed {
  username: string;
  password: string;
  totp?: string;
}

/** Password and one-time code. With `username` only that officer can sign in. */
export function SignInForm({ username, onOpened }: { username?: string; onOpened: (session: Session) => void }) {
  const said = useWords(WORDS);
  const form = useId();
  const signIn = api.useMutation('post', '/v1/sessions', { onSuccess: onOpened });
  const submit = ({ totp, ...typed }: Typed) =>
    signIn.mutate({ body: totp === undefined || totp === '' ? typed : { ...typed, totp } });
  return (
    <Form<Typed> name={form} layout="vertical" initialValues={{ username }} onFinish={submit} requiredMark={false}>
      {signIn.error !== null && <ProblemAlert problem={signIn.error} />}
      <Form.Item name="username" label={said.username} rules={[{ required: true, message: said.required }]}>
        <Input
          autoComplete="username"
          autoFocus={username === undefined}
          readOnly={username !== undefined}
          maxLength={64}
        />
      </Form.Item>
      <Form.Item name="password" label={said.password} rules={[{ required: true, message: said.required }]}>
        <Input.Password autoComplete="current-password" autoFocus={username !== undefined} maxLength={256} />
      </Form.Item>
      <Form.Item
        name="totp"
        label={said.totp}
        extra={said.totpHint}
        rules={[{ pattern: /^\d{6}$/, message: said.totpRule }]}
      >
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
        {said.enter}
      </Button>
    </Form>
  );
}
