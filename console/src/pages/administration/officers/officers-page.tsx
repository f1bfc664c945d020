import { lazy, Suspense, useState } from 'react';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { Page } from '../../../parts/page';
import { currentSession } from '../../../session/session';
import { AccountState } from '../account-state';
import { useManageColumn } from '../manage-column';
import { RegisterButton } from '../register-button';
import { RIGHTS } from '../rights';
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
    createdAt: '登记时间',
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
    createdAt: 'Registered',
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
  const query = api.useInfiniteQuery('get', '/v1/officers', { params: { query: { limit: 100 } } }, BY_CURSOR);
  const [open, setOpen] = useState<{ officer: Officer; act: OfficerAct }>();
  return (
    <Page title={said.title} actions={<RegisterButton label={said.register} dialog={NewOfficerDialog} />}>
      <CursorTable
        query={query}
        columns={useColumns((officer, act) => setOpen({ officer, act }))}
        rowKey={({ id }) => id}
        label={said.title}
        minWidth={960}
      />
      <Suspense>
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
  const manage = useManageColumn({ nameOf: ({ username }) => username, actsOf, titles: said.acts, onAct });
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
    { key: 'state', title: said.state, width: 130, cell: (officer) => <AccountState {...officer} /> },
    { key: 'createdAt', title: said.createdAt, width: 142, cell: ({ createdAt }) => format.instant(createdAt) },
    manage,
  ];
}

/** Nobody changes the own account here: the service refuses it too. */
function actsOf({ id, hasTotp, disabledAt }: Officer): OfficerAct[] {
  const session = currentSession();
  if (session.is !== 'absent' && session.session.officer.id === id) return [];
  const totp: OfficerAct[] = hasTotp ? ['totp'] : [];
  return ['roles', 'password', ...totp, 'sessions', disabledAt === null ? 'disable' : 'enable'];
}
