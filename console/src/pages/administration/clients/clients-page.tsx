import { lazy, Suspense, useState } from 'react';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { Page } from '../../../parts/page';
import { AccountState } from '../account-state';
import { useManageColumn } from '../manage-column';
import { RegisterButton } from '../register-button';
import { RIGHTS } from '../rights';
import type { ClientAct } from './client-dialogs';

type Client = Schema<'ApiClientView'>;
type Act = ClientAct | 'budget';

const WORDS = words({
  zh: {
    title: '接口客户端',
    register: '登记客户端',
    id: '客户端',
    institution: '机构',
    scopes: '权限范围',
    authentication: '认证方式',
    ways: { secret: '密钥', keys: '公钥签名' },
    state: '状态',
    createdAt: '登记时间',
    acts: { budget: '查询额度', scopes: '变更权限', rotate: '更换密钥', disable: '停用', enable: '启用' },
  },
  en: {
    title: 'API clients',
    register: 'Register a client',
    id: 'Client',
    institution: 'Institution',
    scopes: 'Scopes',
    authentication: 'Authentication',
    ways: { secret: 'secret', keys: 'signed assertions' },
    state: 'State',
    createdAt: 'Registered',
    acts: { budget: 'Budget', scopes: 'Change scopes', rotate: 'New secret', disable: 'Disable', enable: 'Enable' },
  },
});

const ClientDialog = lazy(async () => ({ default: (await import('./client-dialogs')).ClientDialog }));
const BudgetDialog = lazy(async () => ({ default: (await import('./budget-dialog')).BudgetDialog }));
const NewClientDialog = lazy(async () => ({ default: (await import('./new-client-dialog')).NewClientDialog }));

/** The machines of institutions: what they may do, how they prove who they are, and what budget they have left. */
export function ClientsPage() {
  const said = useWords(WORDS);
  const query = api.useInfiniteQuery('get', '/v1/api-clients', { params: { query: { limit: 100 } } }, BY_CURSOR);
  const [open, setOpen] = useState<{ apiClient: Client; act: Act }>();
  const close = (): void => setOpen(undefined);
  return (
    <Page title={said.title} actions={<RegisterButton label={said.register} dialog={NewClientDialog} />}>
      <CursorTable
        query={query}
        columns={useColumns((apiClient, act) => setOpen({ apiClient, act }))}
        rowKey={({ id }) => id}
        label={said.title}
        minWidth={960}
      />
      <Suspense>
        {open?.act === 'budget' && <BudgetDialog id={open.apiClient.id} title={said.acts.budget} onClose={close} />}
        {open !== undefined && open.act !== 'budget' && (
          <ClientDialog apiClient={open.apiClient} act={open.act} title={said.acts[open.act]} onClose={close} />
        )}
      </Suspense>
    </Page>
  );
}

function useColumns(onAct: (apiClient: Client, act: Act) => void): Column<Client>[] {
  const said = useWords(WORDS);
  const { scopes: names } = useWords(RIGHTS);
  const format = useFormat();
  const manage = useManageColumn({ nameOf: ({ id }) => id, actsOf, titles: said.acts, onAct });
  return [
    { key: 'id', title: said.id, width: 160, cell: ({ id }) => <code>{id}</code> },
    { key: 'institution', title: said.institution, cell: ({ institution }) => institution.name },
    {
      key: 'scopes',
      title: said.scopes,
      width: 220,
      cell: ({ scopes }) => scopes.map((scope) => names[scope]).join(', '),
    },
    {
      key: 'authentication',
      title: said.authentication,
      width: 100,
      cell: ({ authentication }) => authentication.map((way) => said.ways[way]).join(', '),
    },
    {
      key: 'state',
      title: said.state,
      width: 90,
      cell: ({ disabledAt }) => <AccountState disabledAt={disabledAt} />,
    },
    { key: 'createdAt', title: said.createdAt, width: 142, cell: ({ createdAt }) => format.instant(createdAt) },
    manage,
  ];
}

function actsOf({ authentication, disabledAt }: Client): Act[] {
  const rotate: Act[] = authentication.includes('secret') ? ['rotate'] : [];
  return ['budget', 'scopes', ...rotate, disabledAt === null ? 'disable' : 'enable'];
}
