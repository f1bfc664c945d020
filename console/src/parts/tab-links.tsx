import { Link, useSearchParams } from 'react-router';
import './tab-links.css';

export interface TabLink<Key extends string> {
  key: Key;
  title: string;
  /** How many there are, where that is known. */
  count?: number;
}

interface TabLinksProps<Key extends string> {
  tabs: readonly TabLink<Key>[];
  selected: Key;
  /** What they are tabs of, for who cannot see them. */
  label: string;
}

/** The parts of a page, one of them shown: each has an address (`?tab=`), the first is that of the page itself. */
export function TabLinks<Key extends string>({ tabs, selected, label }: TabLinksProps<Key>) {
  const [search] = useSearchParams();
  const addressOf = (key: Key): string => {
    const next = new URLSearchParams(search);
    if (key === tabs[0]?.key) next.delete('tab');
    else next.set('tab', key);
    return `?${next.toString()}`;
  };
  return (
    <nav className="tab-links no-print" aria-label={label}>
      {tabs.map(({ key, title, count }) => (
        <Link key={key} to={addressOf(key)} replace aria-current={key === selected ? 'page' : undefined}>
          {count === undefined ? title : `${title} ${count}`}
        </Link>
      ))}
    </nav>
  );
}

/** The tab that the address names; the first one if it names none. */
export function useTab<Key extends string>(keys: readonly [Key, ...Key[]]): Key {
  const [search] = useSearchParams();
  const named = search.get('tab');
  return keys.find((key) => key === named) ?? keys[0];
}
