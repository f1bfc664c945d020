import { client, type Schema } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { AccountAct } from '../account-act';
import { RightsField } from '../rights-field';

type Client = Schema<'ApiClientView'>;

/** What an administrator does about a client. */
export type ClientAct = 'scopes' | 'rotate' | 'disable' | 'enable';

const WORDS = words({
  zh: {
    of: (id: string) => `客户端:${id}`,
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

/** One act about a client. */
export function ClientDialog({ apiClient: { id, scopes }, act, title, onClose }: ClientDialogProps) {
  const said = useWords(WORDS);
  return (
    <AccountAct<Typed>
      title={title}
      account={said.of(id)}
      what={said.what[act]}
      isDangerous={act === 'rotate' || act === 'disable'}
      path="/v1/api-clients"
      initialValues={{ scopes }}
      send={(typed) => send(id, act, typed)}
      secretTitle={said.secret(id)}
      onClose={onClose}
    >
      {act === 'scopes' && <RightsField of="scopes" />}
    </AccountAct>
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
