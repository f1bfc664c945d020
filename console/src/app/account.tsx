import { GlobalOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown, Flex } from 'antd';
import { useNavigate } from 'react-router';
import { client } from '../api/client';
import { queryClient } from '../api/query-client';
import { chooseLanguage, useLanguage } from '../language/language';
import { useWords, words } from '../language/words';
import { closeSession, useSession } from '../session/session';

const WORDS = words({
  zh: { account: '账户与安全', leave: '退出登录', other: 'English', switchTo: 'Switch to English' },
  en: { account: 'Account and security', leave: 'Sign out', other: '中文', switchTo: '切换到中文' },
});

/** Who is signed in, the other language, and the way out. */
export function Account() {
  const { account, leave, other, switchTo } = useWords(WORDS);
  const language = useLanguage();
  const navigate = useNavigate();
  const state = useSession();
  if (state.is === 'absent') return null;
  const { username, organ } = state.session.officer;
  const items = [
    { key: 'account', label: account, onClick: () => void navigate('/account') },
    { key: 'leave', label: leave, onClick: () => void signOut() },
  ];
  return (
    <Flex justify="end" align="center" gap={8} style={{ height: '100%' }}>
      <Button
        type="text"
        icon={<GlobalOutlined />}
        aria-label={switchTo}
        onClick={() => chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}
      >
        {other}
      </Button>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button type="text" icon={<UserOutlined />}>
          <strong>{username}</strong>
          <span>{organ.name}</span>
        </Button>
      </Dropdown>
    </Flex>
  );
}

/** The token is void at once; without an answer it ends by its clock. */
async function signOut(): Promise<void> {
  try {
    await client.DELETE('/v1/sessions/current');
  } finally {
    closeSession();
    queryClient.clear();
  }
}
