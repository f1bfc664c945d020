import { Link, useLocation } from 'react-router';
import { useWords } from '../../../language/words';
import type { Law } from './law';
import { LAW } from './law-words';

interface Entry {
  part: string;
  title: string;
  more?: string;
}

/** The parts of a rulebook. */
export function Contents({ law, part: shown }: { law: Law; part: string }) {
  const said = useWords(LAW);
  const { pathname } = useLocation();
  const regimes = law.regimes.map(({ id, title, governs }): Entry => {
    return { part: id, title, more: said.days(governs.from, governs.to) };
  });
  const entries: Entry[] = [
    { part: 'terms', title: said.terms },
    ...regimes.toReversed(),
    { part: 'general', title: said.general, more: said.generalWhy },
    { part: 'switches', title: said.switches },
    { part: 'parameters', title: said.parameters },
    { part: 'sources', title: said.sources },
  ];
  return (
    <nav aria-label={said.contents}>
      <ul>
        {entries.map(({ part, title, more }) => (
          <li key={part}>
            <Link to={`${pathname}?part=${part}`} aria-current={part === shown}>
              {title}
              {more !== undefined && <small className="tabular">{more}</small>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
