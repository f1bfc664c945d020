import { Form, Input } from 'antd';
import { useState } from 'react';
import { api, type Schema } from '../../../api/client';
import { useInstitutions } from '../../../api/institutions';
import { refresh } from '../../../api/refresh';
import { useWords, words } from '../../../language/words';
import { Choice, NONE } from '../../../parts/fields/choice';
import { FormDialog } from '../../../parts/dialogs/form-dialog';
import { RightsField } from '../rights-field';
import SecretDialog from '../secret-dialog';
import { newPassword } from './new-password';

const WORDS = words({
  zh: {
    confirm: '登记',
    username: '用户名',
    usernameHint: '小写字母、数字、点和短横线,3 至 64 个字符;不要用真实姓名',
    organ: '所属机关',
    required: '必填',
    password: (username: string) => `${username} 的初始密码`,
  },
  en: {
    confirm: 'Register',
    username: 'User name',
    usernameHint: 'Lower-case letters, digits, dots and dashes, 3 to 64 characters; not a real name',
    organ: 'Organ',
    required: 'Required',
    password: (username: string) => `First password of ${username}`,
  },
});

type Typed = Omit<Schema<'NewOfficerRequest'>, 'password'>;

/** A new account; its first password is made here and shown once. */
export function NewOfficerDialog({ title, onClose }: { title: string; onClose: () => void }) {
  const said = useWords(WORDS);
  const { list: institutions, problem } = useInstitutions();
  const organs = institutions.filter(({ kind }) => kind === 'police_organ');
  const [password] = useState(newPassword);
  const registration = api.useMutation('post', '/v1/officers', {
    onSuccess: () => refresh('/v1/officers'),
  });
  if (registration.data !== undefined) {
    return <SecretDialog title={said.password(registration.data.username)} secret={password} onClose={onClose} />;
  }
  return (
    <FormDialog<Typed>
      title={title}
      confirm={said.confirm}
      isBusy={registration.isPending}
      problem={registration.error ?? problem}
      initialValues={{ roles: [] }}
      onTyped={(typed) => registration.mutate({ body: { ...typed, password } })}
      onCancel={onClose}
    >
      <Form.Item
        name="username"
        label={said.username}
        extra={said.usernameHint}
        rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9.-]{2,63}$/, message: said.usernameHint }]}
      >
        <Input autoComplete="off" maxLength={64} />
      </Form.Item>
      <Form.Item name="organCode" label={said.organ} rules={[{ required: true, message: said.required }]}>
        <Choice
          style={{ width: '100%' }}
          options={[NONE, ...organs.map(({ code, name }) => ({ value: code, label: name }))]}
        />
      </Form.Item>
      <RightsField of="roles" />
    </FormDialog>
  );
}
