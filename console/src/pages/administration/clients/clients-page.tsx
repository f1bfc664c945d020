import { Button, Dropdown, Tag } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { BY_CURSOR, CursorTable } from '../../../parts/cursor-table';
import type { Column } from '../../../parts/data-table';
import { Page } from '../../../parts/page';
import { useMay } from '../../../session/session';
import type { ClientAct } from './client-dialogs';
import { RIGHTS } from '../names';

type Client = Schema<'ApiClientView'>;

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
    active: '正常',
    disabled: '已停用',
    createdAt: '登记时间',
    manage: '管理',
    manageOne: (id: string) => `管理 ${id}`,
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
    active: 'active',
    disabled: 'disabled',
    createdAt: 'Registered',
    manage: 'Manage',
    manageOne: (id: string) => `Manage ${id}`,
    acts: { budget: 'Budget', scopes: 'Change scopes', rotate: 'New secret', disable: 'Disable', enable: 'Enable' },
  },
});

const ClientDialog = lazy(async () => ({ default: (await import('./client-dialogs')).ClientDialog }));
const BudgetDialog = lazy(async () => ({ default: (await import('./budget-dialog')).BudgetDialog }));
const NewClientDialog = lazy(async () => ({ default: (await import('./new-client-dialog')).NewClientDialog }));

/** The machines of institutions: what they may do, how they prove who they are, and what budget they have left. */
export function ClientsPage() {
  const said = useWords(WORDS);
  const mayRegister = useMay('admin');
  const query = api.useInfiniteQuery('get', '/v1/api-clients', { params: { query: { limit: 100 } } }, BY_CURSOR);
  const [open, setOpen] = useState<{ apiClient: Client; act: ClientAct | 'budget' }>();
  const [isRegistering, setRegistering] = useState(false);
  const close = (): void => setOpen(undefined);
  return (
    <Page
      title={said.title}
      actions={
        mayRegister && (
          <Button type="primary" onClick={() => setRegistering(true)}>
            {said.register}
          </Button>
        )
      }
    >
      <CursorTable
        query={query}
        columns={useColumns((apiClient, act) => setOpen({ apiClient, act }))}
        rowKey={({ id }) => id}
        label={said.title}
        minWidth={960}
      />
      <Suspense>
        {isRegistering && <NewClientDialog title={said.register} onClose={() => setRegistering(false)} />}
        {open?.act === 'budget' && <BudgetDialog id={open.apiClient.id} title={said.acts.budget} onClose={close} />}
        {open !== undefined && open.act !== 'budget' && (
          <ClientDialog apiClient={open.apiClient} act={open.act} title={said.acts[open.act]} onClose={close} />
        )}
      </Suspense>
    </Page>
  );
}

type OnAct = (apiClient: Client, act: ClientAct | 'budget') => void;

function useColumns(onAct: OnAct): Column<Client>[] {
  const said = useWords(WORDS);
  const { scopes: names } = useWords(RIGHTS);
  const format = useFormat();
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
      cell: ({ disabledAt }) =>
        disabledAt === null ? <Tag color="green">{said.active}</Tag> : <Tag color="red">{said.disabled}</Tag>,
    },
    { key: 'createdAt', title: said.createdAt, width: 142, cell: ({ createdAt }) => format.instant(createdAt) },
    { key: 'acts', title: said.manage, width: 84, cell: (one) => <Acts apiClient={one} onAct={onAct} /> },
  ];
}

function Acts({ apiClient, onAct }: { apiClient: Client; onAct: OnAct }) {
  const said = useWords(WORDS);
  const { id, authentication, disabledAt } = apiClient;
  const acts = [
    'budget' as const,
    'scopes' as const,
    ...(authentication.includes('secret') ? (['rotate'] as const) : []),
    disabledAt === null ? ('disable' as const) : ('enable' as const),
  ];
  const items = acts.map((act) => ({ key: act, label: said.acts[act], onClick: () => onAct(apiClient, act) }));
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button size="small" autoInsertSpace={false} aria-label={said.manageOne(id)}>
        {said.manage}
      </Button>
    </Dropdown>
  );
}
