import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { api, type Schema } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Facts } from '../../parts/values/facts';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { Panel } from '../../parts/panel';
import { RIGHTS } from '../administration/rights';

const WORDS = words({
  zh: {
    title: '账户与安全',
    session: '本次登录',
    username: '用户名',
    organ: '所属机关',
    roles: '角色',
    openedAt: '登录时间',
    expiresAt: '有效至',
    password: '修改密码',
    totp: '动态口令',
  },
  en: {
    title: 'Account and security',
    session: 'This session',
    username: 'User name',
    organ: 'Organ',
    roles: 'Roles',
    openedAt: 'Signed in',
    expiresAt: 'Ends',
    password: 'Change password',
    totp: 'Authenticator',
  },
});

const PasswordForm = lazy(() => import('./password-form'));
const Authenticator = lazy(() => import('./authenticator'));

/** What every officer does about the own account. */
export function AccountPage() {
  const said = useWords(WORDS);
  const query = api.useQuery('get', '/v1/sessions/current');
  return (
    <Page title={said.title}>
      <Loaded query={query}>
        {(session) => (
          <div className="panels">
            <div>
              <Panel title={said.session}>
                <Session session={session} />
              </Panel>
              <Panel title={said.totp}>
                <Suspense fallback={<Skeleton active />}>
                  <Authenticator hasTotp={session.officer.hasTotp} />
                </Suspense>
              </Panel>
            </div>
            <div>
              <Panel title={said.password}>
                <Suspense fallback={<Skeleton active />}>
                  <PasswordForm username={session.officer.username} />
                </Suspense>
              </Panel>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Session({ session: { officer, openedAt, expiresAt } }: { session: Schema<'SessionView'> }) {
  const said = useWords(WORDS);
  const rights = useWords(RIGHTS);
  const format = useFormat();
  return (
    <Facts
      facts={Object.entries({
        [said.username]: officer.username,
        [said.organ]: officer.organ.name,
        [said.roles]: officer.roles.map((role) => rights.roles[role]).join(', '),
        [said.openedAt]: format.instant(openedAt),
        [said.expiresAt]: format.instant(expiresAt),
      })}
    />
  );
}
