import { MenuOutlined } from '@ant-design/icons';
import { Button, Spin } from 'antd';
import { Suspense, useState } from 'react';
import { Link, Outlet, useLocation, useNavigation } from 'react-router';
import { useWords, words } from '../language/words';
import { Account } from './account';
import './frame.css';
import { MainMenu } from './main-menu';

const WORDS = words({
  zh: { name: '断卡', menu: '主菜单', skip: '跳到正文' },
  en: { name: 'Duanka', menu: 'Main menu', skip: 'Skip to content' },
});

/** Where the menu stands beside the page; on narrower screens it comes over it when it is called. */
const WIDE = '(min-width: 992px)';

/** Menu at the side, who is signed in on top, and the page. Plain elements: the frame is loaded with every page. */
export function Frame() {
  const { name, menu, skip } = useWords(WORDS);
  const { pathname } = useLocation();
  const isLoading = useNavigation().state === 'loading';
  const [isShown, setShown] = useState(() => window.matchMedia(WIDE).matches);
  const chosen = (): void => setShown(window.matchMedia(WIDE).matches);
  return (
    <div className="frame">
      <a className="skip-link" href="#page">
        {skip}
      </a>
      <aside id="menu" className="frame-side no-print" hidden={!isShown}>
        <Link to="/" className="frame-name">
          {name}
        </Link>
        <MainMenu label={menu} onChosen={chosen} />
      </aside>
      <div className="frame-body">
        <header className="frame-head no-print">
          <Button
            type="text"
            icon={<MenuOutlined />}
            aria-label={menu}
            aria-expanded={isShown}
            aria-controls="menu"
            onClick={() => setShown(!isShown)}
          />
          <Account />
        </header>
        {/* Another page begins at its top, and nothing of the one before is left in it. */}
        <main key={pathname} id="page" className="frame-page" tabIndex={-1} aria-busy={isLoading}>
          <Suspense fallback={<Spin style={{ margin: 48 }} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  );
}
