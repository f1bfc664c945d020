import { Link } from 'react-router';
import { useFormat } from '../../language/format';
import { useSearchParameters } from './search-parameters';
import './tab-links.css';

export interface ChoiceLink {
  key: string;
  title: string;
  /** How many there are, where that is known. */
  count?: number | undefined;
  to: string;
  isChosen: boolean;
}

interface ChoiceLinksProps {
  /** What is chosen, for who cannot see it. */
  label: string;
  links: readonly ChoiceLink[];
  /** Parts of a page, choices of a filter, or so many of these that they take one line, however many there are. */
  look?: 'tabs' | 'chips' | 'line';
}

/** Choices beside each other, each with its address. */
export function ChoiceLinks({ label, links, look = 'tabs' }: ChoiceLinksProps) {
  const format = useFormat();
  const current = look === 'tabs' ? 'page' : 'true';
  return (
    <nav className="choice-links no-print" data-look={look} aria-label={label}>
      {links.map(({ key, title, count, to, isChosen }) => (
        <Link
          key={key}
          to={to}
          // What is shown of a page is no step of the way back.
          replace={to.startsWith('?')}
          title={title}
          aria-current={isChosen ? current : undefined}
        >
          <span>{title}</span>
          {count !== undefined && <span className="tabular"> {format.number(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}

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
  const search = useSearchParameters();
  const links = tabs.map((tab, at) => {
    return { ...tab, to: search.link({ tab: at === 0 ? '' : tab.key }), isChosen: tab.key === selected };
  });
  return <ChoiceLinks label={label} links={links} />;
}

/** The tab that the address names; the first one if it names none. */
export function useTab<Key extends string>(keys: readonly [Key, ...Key[]]): Key {
  return useSearchParameters().choice('tab', keys) ?? keys[0];
}
