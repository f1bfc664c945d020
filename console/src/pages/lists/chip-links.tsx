import { Link } from 'react-router';

export interface Chip {
  key: string;
  label: string;
  /** How many, as it is written. */
  count?: string | undefined;
  to: string;
  isChosen: boolean;
}

/** Choices of a filter or tabs of a page, each with its address. */
export function ChipLinks({
  label,
  chips,
  kind = 'list-chips',
}: {
  label: string;
  chips: readonly Chip[];
  kind?: string;
}) {
  return (
    <nav className={kind} aria-label={label}>
      {chips.map(({ key, label: name, count, to, isChosen }) => (
        <Link key={key} to={to} replace title={name} aria-current={isChosen ? 'true' : undefined}>
          <span>{name}</span>
          {count !== undefined && <span className="tabular">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
