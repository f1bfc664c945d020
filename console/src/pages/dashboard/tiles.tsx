import { useWords } from '../../language/words';
import type { Counts, FigureName, Scope } from './figures';
import { FigureNumber } from './figure-number';
import { FIGURE_WORDS } from './words';

const SHOWN: readonly FigureName[] = [
  'subjects',
  'inForce',
  'new',
  'ended',
  'lifted',
  'annulled',
  'enforcedShare',
  'toEnforce',
  'toRelease',
  'overdue',
  'filed',
  'upheldShare',
];

/** The numbers of the whole scope. */
export function Tiles({ total, scope }: { total: Counts; scope: Scope }) {
  const said = useWords(FIGURE_WORDS);
  return (
    <dl className="tiles">
      {SHOWN.map((name) => (
        <div key={name} title={said[name][1]} data-figure={name}>
          <dt>{said[name][0]}</dt>
          <dd>
            <FigureNumber name={name} row={total} place={{ scope }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
