import { GlobalOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { client } from '../api/client';
import { chooseLanguage, useLanguage } from '../language/language';
import { useWords, words } from '../language/words';
import { closeSession, useSession } from '../session/session';

const WORDS = words({
  zh: { account: '账户与安全', leave: '退出登录', other: 'English', switchTo: 'Switch to English' },
  en: { account: 'Account and security', leave: 'Sign out', other: '中文', switchTo: '切换到中文' },
});

/** The other language, who is signed in, and the way out. */
export function Account() {
  const { account, leave, other, switchTo } = useWords(WORDS);
  const language = useLanguage();
  const state = useSession();
  if (state.is === 'absent') return null;
  const { username, organ } = state.session.officer;
  return (
    <div className="account">
      <Button
        type="text"
        icon={<GlobalOutlined />}
        aria-label={switchTo}
        onClick={() => chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}
      >
        {other}
      </Button>
      <Link to="/account" title={account}>
        <UserOutlined aria-hidden /> <strong>{username}</strong> <span className="account-organ">{organ.name}</span>
      </Link>
      <Button type="text" icon={<LogoutOutlined />} onClick={() => void signOut()}>
        {leave}
      </Button>
    </div>
  );
}

/** The token is void at once; without an answer it ends by its clock. */
async function signOut(): Promise<void> {
  try {
    await client.DELETE('/v1/sessions/current');
  } finally {
    closeSession();
  }
}
