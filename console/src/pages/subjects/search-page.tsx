import { useState } from 'react';
import { useWords, words } from '../../language/words';
import { Page } from '../../parts/page';
import { SearchForm } from './search-form';
import { SearchResults } from './search-results';
import { SeenSubjects } from './seen-subjects';
import './subjects.css';
import { tabMemory, type Sought } from './tab-memory';

const WORDS = words({ zh: { title: '对象查询' }, en: { title: 'Search' } });

/** A person, a unit or a card is looked up, for a purpose; nothing of it stands in the address. */
export function SearchPage() {
  const { title } = useWords(WORDS);
  const [sought, setSought] = useState(tabMemory().sought);
  const search = (next: Sought): void => {
    tabMemory().sought = next;
    setSought(next);
  };
  return (
    <Page title={title}>
      <SearchForm last={sought} onSearch={search} />
      {sought === undefined ? <SeenSubjects /> : <SearchResults sought={sought} />}
    </Page>
  );
}
