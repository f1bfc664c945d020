import { useWords, words } from '../language/words';
import { Dialog } from '../parts/dialogs/dialog';
import { closeSession, openSession, type Session } from './session';
import { SignInForm } from './sign-in-form';

const WORDS = words({
  zh: {
    title: '登录已过期',
    why: '页面和已填写的内容都还在。重新登录后,刚才的操作会继续。',
    leave: '放弃并退出',
  },
  en: {
    title: 'Your session has ended',
    why: 'The page and what you typed are still here. Sign in again, and what you just did goes on.',
    leave: 'Give up and leave',
  },
});

/** Over the page as it stands: the same officer signs in again, and the requests that waited go on. */
export default function EndedSession({ session }: { session: Session }) {
  const { title, why, leave } = useWords(WORDS);
  return (
    <Dialog
      open
      title={title}
      closable={false}
      width={400}
      okButtonProps={{ style: { display: 'none' } }}
      cancelText={leave}
      onCancel={closeSession}
    >
      <p>{why}</p>
      <SignInForm username={session.officer.username} onOpened={openSession} />
    </Dialog>
  );
}
