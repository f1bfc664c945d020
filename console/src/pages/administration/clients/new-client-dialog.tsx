import { Form, Input } from 'antd';
import { api, type Schema } from '../../../api/client';
import { useInstitutions } from '../../../api/institutions';
import { refresh } from '../../../api/refresh';
import { useWords, words } from '../../../language/words';
import { Choice, NONE } from '../../../parts/fields/choice';
import { FormDialog } from '../../../parts/dialogs/form-dialog';
import { RightsField } from '../rights-field';
import SecretDialog from '../secret-dialog';

const WORDS = words({
  zh: {
    confirm: '登记',
    id: '客户端代码',
    idHint: '小写字母、数字和短横线,3 至 64 个字符',
    institution: '机构',
    required: '必填',
    keys: '公钥(JWKS)',
    keysHint: '可不填。填写后以 private_key_jwt 认证,不生成密钥。',
    keysRule: '不是有效的 JSON',
    secret: (id: string) => `${id} 的密钥`,
  },
  en: {
    confirm: 'Register',
    id: 'Client id',
    idHint: 'Lower-case letters, digits and dashes, 3 to 64 characters',
    institution: 'Institution',
    required: 'Required',
    keys: 'Public keys (JWKS)',
    keysHint: 'Optional. With them the client authenticates by private_key_jwt, and has no secret.',
    keysRule: 'Not valid JSON',
    secret: (id: string) => `Secret of ${id}`,
  },
});

type Typed = Omit<Schema<'NewApiClientRequest'>, 'publicJwks'> & { keys?: string };

/** A new machine; its secret is shown once. */
export function NewClientDialog({ title, onClose }: { title: string; onClose: () => void }) {
  const said = useWords(WORDS);
  const { list: institutions, problem } = useInstitutions();
  const registration = api.useMutation('post', '/v1/api-clients', {
    onSuccess: async ({ secret }) => {
      await refresh('/v1/api-clients');
      if (secret === null) onClose();
    },
  });
  const { data } = registration;
  if (typeof data?.secret === 'string')
    return <SecretDialog title={said.secret(data.id)} secret={data.secret} onClose={onClose} />;
  const register = ({ keys = '', ...typed }: Typed): void =>
    registration.mutate({ body: keys.trim() === '' ? typed : { ...typed, publicJwks: JSON.parse(keys) } });
  return (
    <FormDialog<Typed>
      title={title}
      confirm={said.confirm}
      isBusy={registration.isPending}
      problem={registration.error ?? problem}
      initialValues={{ scopes: ['decisions'] }}
      onTyped={register}
      onCancel={onClose}
    >
      <Form.Item
        name="id"
        label={said.id}
        extra={said.idHint}
        rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{2,63}$/, message: said.idHint }]}
      >
        <Input autoComplete="off" maxLength={64} />
      </Form.Item>
      <Form.Item name="institutionCode" label={said.institution} rules={[{ required: true, message: said.required }]}>
        <Choice
          style={{ width: '100%' }}
          options={[NONE, ...institutions.map(({ code, name }) => ({ value: code, label: name }))]}
        />
      </Form.Item>
      <RightsField of="scopes" />
      <Form.Item
        name="keys"
        label={said.keys}
        extra={said.keysHint}
        rules={[
          {
            validator: async (_, text?: string) =>
              void (isJson(text) || (await Promise.reject(new Error(said.keysRule)))),
          },
        ]}
      >
        <Input.TextArea rows={3} />
      </Form.Item>
    </FormDialog>
  );
}

function isJson(text = ''): boolean {
  if (text.trim() === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
