import { Button, Form, Input } from 'antd';
import { api, type Schema } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { ProblemAlert } from '../../parts/problem-alert';
import { useToast } from '../../parts/toasts';

const WORDS = words({
  zh: {
    current: '当前密码',
    next: '新密码',
    nextRule: '至少 12 个字符,不得与用户名或当前密码相同',
    again: '再次输入新密码',
    againRule: '两次输入不一致',
    required: '必填',
    change: '修改密码',
    done: (ended: string) => `密码已修改,另有 ${ended} 个会话已退出`,
  },
  en: {
    current: 'Current password',
    next: 'New password',
    nextRule: 'At least 12 characters; neither the user name nor the current password',
    again: 'New password again',
    againRule: 'The two differ',
    required: 'Required',
    change: 'Change password',
    done: (ended: string) => `Password changed; ${ended} other sessions ended`,
  },
});

type Typed = Schema<'PasswordChange'> & { again: string };

const LEAST_CHARACTERS = 12;

/** The own password; the other sessions of the officer end. */
export default function PasswordForm({ username }: { username: string }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const toast = useToast();
  const [form] = Form.useForm<Typed>();
  const change = api.useMutation('post', '/v1/officers/me/password', {
    onSuccess: ({ revoked }) => {
      form.resetFields();
      toast(said.done(format.number(revoked)));
    },
  });
  const submit = ({ current, next }: Typed): void => change.mutate({ body: { current, next } });
  return (
    <Form<Typed> form={form} name="password" layout="vertical" requiredMark={false} onFinish={submit}>
      {change.error !== null && <ProblemAlert problem={change.error} />}
      {/* Password stores of browsers file the new one under it. */}
      <input type="text" hidden readOnly autoComplete="username" value={username} />
      <Form.Item name="current" label={said.current} rules={[{ required: true, message: said.required }]}>
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="next"
        label={said.next}
        extra={said.nextRule}
        rules={[{ required: true, min: LEAST_CHARACTERS, message: said.nextRule }]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="again"
        label={said.again}
        dependencies={['next']}
        rules={[
          { required: true, message: said.required },
          ({ getFieldValue }) => ({
            validator: async (_, typed: string) => {
              if (typed !== getFieldValue('next')) throw new Error(said.againRule);
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {said.change}
      </Button>
    </Form>
  );
}
