import { Link } from 'react-router';
import { useWords, words } from '../language/words';
import { Blank } from '../parts/blank';
import { Page } from '../parts/page';

const WORDS = words({
  zh: { title: '没有这个页面', why: '地址可能写错了,或者页面已经移走。', home: '回到工作台' },
  en: {
    title: 'There is no such page',
    why: 'The address may be mistyped, or the page has moved.',
    home: 'To the dashboard',
  },
});

export function NotFound() {
  const { title, why, home } = useWords(WORDS);
  return (
    <Page title={title}>
      <Blank title={why}>
        <Link to="/">{home}</Link>
      </Blank>
    </Page>
  );
}
