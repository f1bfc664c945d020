import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';

interface PageProps {
  title: string;
  /** Pages above this one: title and address. */
  above?: readonly (readonly [title: string, to: string])[];
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page: where it stands, its one heading, what can be done here, and its content. */
export function Page({ title, above = [], actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · 断卡 Duanka`;
  }, [title]);
  return (
    <div className="page">
      {above.length > 0 && (
        <nav className="above no-print">
          {above.map(([name, to]) => (
            <Link key={to} to={to}>
              {name}
            </Link>
          ))}
        </nav>
      )}
      <div className="page-head">
        <h1>{title}</h1>
        <div className="no-print">{actions}</div>
      </div>
      {children}
    </div>
  );
}
