import { Link, useLocation } from 'react-router';
import { Confidence } from '../../../parts/values/confidence';
import type { Citation } from './law';

/** Places in texts of law, and how surely each was read. */
export function Citations({ basis }: { basis: readonly Citation[] }) {
  return basis.map(({ source, article, title, confidence }) => (
    <div key={`${source}#${article}`}>
      {title} <Confidence level={confidence} />
    </div>
  ));
}

/** Switches that something rests on; a term and its description, nothing where there are none. */
export function Interpretations({ label, ids }: { label: string; ids: readonly string[] }) {
  const { pathname } = useLocation();
  if (ids.length === 0) return null;
  return (
    <>
      <dt>{label}</dt>
      <dd style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
        {ids.map((id) => (
          <Link key={id} to={`${pathname}?part=switches`}>
            {id}
          </Link>
        ))}
      </dd>
    </>
  );
}
