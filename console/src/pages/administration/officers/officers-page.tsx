import { Button, Dropdown, Tag } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { BY_CURSOR, CursorTable } from '../../../parts/cursor-table';
import type { Column } from '../../../parts/data-table';
import { Page } from '../../../parts/page';
import { currentSession, useMay } from '../../../session/session';
import { RIGHTS } from '../names';
import type { OfficerAct } from './officer-dialogs';

type Officer = Schema<'OfficerView'>;

const WORDS = words({
  zh: {
    title: '民警账户',
    register: '登记民警',
    username: '用户名',
    organ: '所属机关',
    roles: '角色',
    totp: '动态口令',
    enrolled: '已绑定',
    none: '未绑定',
    state: '状态',
    active: '正常',
    disabled: '已停用',
    locked: (until: string) => `锁定至 ${until}`,
    createdAt: '登记时间',
    manage: '管理',
    manageOne: (username: string) => `管理 ${username}`,
    acts: {
      roles: '变更角色',
      password: '重置密码',
      totp: '重置动态口令',
      sessions: '强制下线',
      disable: '停用',
      enable: '启用',
    },
  },
  en: {
    title: 'Officers',
    register: 'Register an officer',
    username: 'User name',
    organ: 'Organ',
    roles: 'Roles',
    totp: 'Authenticator',
    enrolled: 'enrolled',
    none: 'none',
    state: 'State',
    active: 'active',
    disabled: 'disabled',
    locked: (until: string) => `locked until ${until}`,
    createdAt: 'Registered',
    manage: 'Manage',
    manageOne: (username: string) => `Manage ${username}`,
    acts: {
      roles: 'Change roles',
      password: 'Reset password',
      totp: 'Reset authenticator',
      sessions: 'End sessions',
      disable: 'Disable',
      enable: 'Enable',
    },
  },
});

const OfficerDialog = lazy(async () => ({ default: (await import('./officer-dialogs')).OfficerDialog }));
const NewOfficerDialog = lazy(async () => ({ default: (await import('./new-officer-dialog')).NewOfficerDialog }));

/** The people at the desks, and what an administrator does about their accounts. */
export function OfficersPage() {
  const said = useWords(WORDS);
  const mayRegister = useMay('admin');
  const query = api.useInfiniteQuery('get', '/v1/officers', { params: { query: { limit: 100 } } }, BY_CURSOR);
  const [open, setOpen] = useState<{ officer: Officer; act: OfficerAct }>();
  const [isRegistering, setRegistering] = useState(false);
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
        columns={useColumns((officer, act) => setOpen({ officer, act }))}
        rowKey={({ id }) => id}
        label={said.title}
        minWidth={960}
      />
      <Suspense>
        {isRegistering && <NewOfficerDialog title={said.register} onClose={() => setRegistering(false)} />}
        {open !== undefined && (
          <OfficerDialog {...open} title={said.acts[open.act]} onClose={() => setOpen(undefined)} />
        )}
      </Suspense>
    </Page>
  );
}

function useColumns(onAct: (officer: Officer, act: OfficerAct) => void): Column<Officer>[] {
  const said = useWords(WORDS);
  const { roles: names } = useWords(RIGHTS);
  const format = useFormat();
  return [
    { key: 'username', title: said.username, width: 170, cell: ({ username }) => username },
    { key: 'organ', title: said.organ, cell: ({ organ }) => organ.name },
    {
      key: 'roles',
      title: said.roles,
      width: 160,
      cell: ({ roles }) => roles.map((role) => names[role]).join(', '),
    },
    { key: 'totp', title: said.totp, width: 110, cell: ({ hasTotp }) => (hasTotp ? said.enrolled : said.none) },
    { key: 'state', title: said.state, width: 130, cell: (officer) => <State officer={officer} /> },
    { key: 'createdAt', title: said.createdAt, width: 142, cell: ({ createdAt }) => format.instant(createdAt) },
    { key: 'acts', title: said.manage, width: 84, cell: (officer) => <Acts officer={officer} onAct={onAct} /> },
  ];
}

function State({ officer: { disabledAt, lockedUntil } }: { officer: Officer }) {
  const said = useWords(WORDS);
  const format = useFormat();
  if (disabledAt !== null) return <Tag color="red">{said.disabled}</Tag>;
  return lockedUntil !== null && isAhead(lockedUntil) ? (
    <Tag color="gold">{said.locked(format.instant(lockedUntil))}</Tag>
  ) : (
    <Tag color="green">{said.active}</Tag>
  );
}

function isAhead(instant: string): boolean {
  return new Date(instant) > new Date();
}

function Acts({ officer, onAct }: { officer: Officer; onAct: (officer: Officer, act: OfficerAct) => void }) {
  const said = useWords(WORDS);
  const session = currentSession();
  // Nobody changes the own account here: the service refuses it too.
  if (session.is !== 'absent' && session.session.officer.id === officer.id) return null;
  const acts: OfficerAct[] = [
    'roles',
    'password',
    ...(officer.hasTotp ? (['totp'] as const) : []),
    'sessions',
    officer.disabledAt === null ? 'disable' : 'enable',
  ];
  const items = acts.map((act) => ({ key: act, label: said.acts[act], onClick: () => onAct(officer, act) }));
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button size="small" autoInsertSpace={false} aria-label={said.manageOne(officer.username)}>
        {said.manage}
      </Button>
    </Dropdown>
  );
}
