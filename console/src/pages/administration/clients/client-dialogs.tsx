import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form } from 'antd';
import { client, type Problem, type Schema } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { FormDialog } from '../../../parts/form-dialog';
import { useToast } from '../../../parts/toasts';
import { RIGHTS, SCOPES } from '../names';
import SecretDialog from '../secret-dialog';

type Client = Schema<'ApiClientView'>;

/** What an administrator does about a client. */
export type ClientAct = 'scopes' | 'rotate' | 'disable' | 'enable';

const WORDS = words({
  zh: {
    of: (id: string) => `客户端:${id}`,
    scopes: '权限范围',
    atLeastOne: '至少一项',
    done: '已办理',
    secret: (id: string) => `${id} 的新密钥`,
    what: {
      scopes: '自下一个令牌起生效。',
      rotate: '生成新密钥,原密钥立即失效。',
      disable: '该客户端不再获得令牌,已发令牌在两秒内失效。',
      enable: '该客户端可以重新获得令牌。',
    },
  },
  en: {
    of: (id: string) => `Client: ${id}`,
    scopes: 'Scopes',
    atLeastOne: 'At least one',
    done: 'Done',
    secret: (id: string) => `New secret of ${id}`,
    what: {
      scopes: 'Counts from the next token on.',
      rotate: 'A new secret is made; the old one is void at once.',
      disable: 'The client gets no more tokens, and those it has are void within two seconds.',
      enable: 'The client gets tokens again.',
    },
  },
});

interface Typed {
  scopes: Client['scopes'];
}

interface ClientDialogProps {
  apiClient: Client;
  act: ClientAct;
  title: string;
  onClose: () => void;
}

/** One act about a client, with a second thought; a new secret is shown once afterwards. */
export function ClientDialog({ apiClient: { id, scopes }, act, title, onClose }: ClientDialogProps) {
  const said = useWords(WORDS);
  const rights = useWords(RIGHTS);
  const toast = useToast();
  const queries = useQueryClient();
  const change = useMutation<string | null, Problem, Typed>({
    mutationFn: (typed) => send(id, act, typed),
    onSuccess: async (secret) => {
      await queries.invalidateQueries({ queryKey: ['get', '/v1/api-clients'] });
      if (secret !== null) return;
      toast(said.done);
      onClose();
    },
  });
  if (typeof change.data === 'string')
    return <SecretDialog title={said.secret(id)} secret={change.data} onClose={onClose} />;
  return (
    <FormDialog<Typed>
      title={title}
      confirm={title}
      isDangerous={act === 'rotate' || act === 'disable'}
      isBusy={change.isPending}
      problem={change.error}
      initialValues={{ scopes }}
      onTyped={(typed) => change.mutate(typed)}
      onCancel={onClose}
    >
      <p>
        <strong>{said.of(id)}</strong>
        <br />
        {said.what[act]}
      </p>
      {act === 'scopes' && (
        <Form.Item name="scopes" label={said.scopes} rules={[{ required: true, message: said.atLeastOne }]}>
          <Checkbox.Group options={SCOPES.map((value) => ({ value, label: rights.scopes[value] }))} />
        </Form.Item>
      )}
    </FormDialog>
  );
}

/** @returns the new secret, if there is one */
async function send(id: string, act: ClientAct, { scopes }: Typed): Promise<string | null> {
  const params = { path: { id } };
  if (act === 'rotate') {
    const { data, error } = await client.POST('/v1/api-clients/{id}/rotate-secret', { params });
    if (error !== undefined) throw error;
    return data.secret;
  }
  const body = act === 'scopes' ? { scopes } : { isDisabled: act === 'disable' };
  const { error } = await client.PATCH('/v1/api-clients/{id}', { params, body });
  if (error !== undefined) throw error;
  return null;
}
