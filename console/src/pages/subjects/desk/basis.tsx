import type { Schema } from '../../../api/client';
import { Confidence } from '../../../parts/values/confidence';

type BasisProps = Pick<Schema<'InForceMeasure'>, 'basis' | 'confidence'>;

/** The articles something rests on, and how sure that is. */
export function Basis({ basis, confidence }: BasisProps) {
  return (
    <div className="basis">
      <Confidence level={confidence} />
      <ul>
        {basis.map(({ source, article, title }) => (
          <li key={`${source} ${article}`} title={`${source} ${article}`}>
            {title}
          </li>
        ))}
      </ul>
    </div>
  );
}
