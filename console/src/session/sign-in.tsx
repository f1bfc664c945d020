import { GlobalOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { chooseLanguage, useLanguage } from '../language/language';
import { useWords, words } from '../language/words';
import { openSession } from './session';
import { SignInForm } from './sign-in-form';

const WORDS = words({
  zh: {
    title: '断卡 · 惩戒名单与判定',
    hint: '反诈中心、审核与监督人员使用',
    other: 'English',
    switchTo: 'Switch to English',
  },
  en: {
    title: 'Duanka · sanction lists and decisions',
    hint: 'For officers, approvers and auditors',
    other: '中文',
    switchTo: '切换到中文',
  },
});

/** The first page. */
export default function SignIn() {
  const { title, hint, other, switchTo } = useWords(WORDS);
  const language = useLanguage();
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <h1 style={{ fontSize: 22, margin: 0 }}>{title}</h1>
        <p className="secondary" style={{ marginBlock: '4px 24px' }}>
          {hint}
        </p>
        <SignInForm onOpened={openSession} />
        <Button
          type="text"
          block
          icon={<GlobalOutlined />}
          aria-label={switchTo}
          onClick={() => chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}
        >
          {other}
        </Button>
      </div>
    </main>
  );
}
