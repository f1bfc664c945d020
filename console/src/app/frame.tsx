import { Layout, Menu, Spin, type MenuProps } from 'antd';
import { Suspense, useState } from 'react';
import { Link, Outlet, useLocation, useNavigation } from 'react-router';
import { useLanguage, type Language } from '../language/language';
import { useWords, words } from '../language/words';
import { currentSession, type Role } from '../session/session';
import { Account } from './account';
import type { Place } from './section';
import { SECTIONS } from './sections';

const WORDS = words({
  zh: { name: '断卡', menu: '主菜单', skip: '跳到正文' },
  en: { name: 'Duanka', menu: 'Main menu', skip: 'Skip to content' },
});

/** Menu at the side, who is signed in on top, and the page. */
export function Frame() {
  const { name, menu, skip } = useWords(WORDS);
  const { pathname } = useLocation();
  const isLoading = useNavigation().state === 'loading';
  const [isNarrow, setNarrow] = useState(false);
  return (
    <Layout style={{ height: '100%' }}>
      <a className="skip-link" href="#page">
        {skip}
      </a>
      <Layout.Sider
        className="no-print"
        collapsible
        breakpoint="lg"
        width={208}
        collapsed={isNarrow}
        onCollapse={setNarrow}
        style={{ overflow: 'auto' }}
      >
        <Link to="/" style={{ display: 'block', padding: '16px 24px', color: '#fff', fontSize: 18, fontWeight: 600 }}>
          {isNarrow ? name.slice(0, 1) : name}
        </Link>
        <nav aria-label={menu}>
          <Menu
            theme="dark"
            mode="inline"
            selectedKeys={[placeOf(pathname)]}
            defaultOpenKeys={groupsOf(placeOf(pathname))}
            items={useMenu()}
          />
        </nav>
      </Layout.Sider>
      <Layout>
        <Layout.Header
          className="no-print"
          style={{ background: '#fff', padding: '0 24px', height: 52, lineHeight: '52px' }}
        >
          <Account />
        </Layout.Header>
        <Layout.Content id="page" tabIndex={-1} aria-busy={isLoading} style={{ overflow: 'auto' }}>
          <Suspense fallback={<Spin style={{ margin: 48 }} />}>
            <Outlet />
          </Suspense>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}

type Items = NonNullable<MenuProps['items']>;

/** The first step of an address is the place it belongs to. */
function placeOf(pathname: string): string {
  return pathname.split('/')[1] ?? '';
}

/** The group a place is in stands open when the console is entered there. */
function groupsOf(path: string): string[] {
  const group = SECTIONS.find(({ places }) => places.some((place) => place.path === path));
  return group?.title === undefined ? [] : [groupKey(group.title)];
}

function groupKey({ en }: Place['title']): string {
  return `group:${en.title}`;
}

function useMenu(): Items {
  const language = useLanguage();
  const session = currentSession();
  const roles = session.is === 'absent' ? [] : session.session.officer.roles;
  return SECTIONS.flatMap(({ icon, title, places }): Items => {
    const items = places.filter((place) => isFor(place, roles)).map((place) => itemOf(place, language));
    if (items.length === 0) return [];
    if (title === undefined) return items.map((item) => ({ ...item, icon }));
    return [{ key: groupKey(title), icon, label: titleIn(title, language), children: items }];
  });
}

function isFor({ roles }: Place, held: readonly Role[]): boolean {
  return roles === undefined || roles.some((role) => held.includes(role));
}

function itemOf({ path, title }: Place, language: Language) {
  return { key: path, label: <Link to={`/${path}`}>{titleIn(title, language)}</Link> };
}

function titleIn(title: Place['title'], language: Language): string {
  return (language === 'en' ? title.en : title.zh).title;
}
