import { useMemo } from 'react';
import { Link, useLocation } from 'react-router';
import { useFormat } from '../../../../language/format';
import { useWords } from '../../../../language/words';
import { Blank } from '../../../../parts/blank';
import type { Law } from '../law';
import { LAW } from '../law-words';
import { hitsIn } from './search';

const MOST = 100;

/** What was sought, in place of the contents: each leads to its place and stays. */
export function Found({ law, sought, rule }: { law: Law; sought: string; rule: string | undefined }) {
  const said = useWords(LAW);
  const format = useFormat();
  const { pathname } = useLocation();
  const hits = useMemo(() => hitsIn(law, sought), [law, sought]);
  const shown = hits.slice(0, MOST);
  return (
    <>
      <div role="status" className="secondary tabular">
        {said.found(format.number(hits.length))}
        {hits.length > MOST && ` · ${said.most(format.number(MOST))}`}
      </div>
      {hits.length === 0 && <Blank title={said.nothing} why={said.nothingWhy} />}
      <ul>
        {shown.map(({ key, title, id, at }) => (
          <li key={key}>
            <Link
              to={`${pathname}?${new URLSearchParams({ ...at, q: sought }).toString()}`}
              aria-current={'rule' in at && at.rule === rule}
            >
              {title}
              <small>
                <code>{id}</code>
              </small>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
