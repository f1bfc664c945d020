import { useId, type ReactNode } from 'react';
import './panel.css';

interface PanelProps {
  title: string;
  /** At the right of the title. */
  extra?: ReactNode;
  children: ReactNode;
}

/** A part of a page with a heading of its own. Two columns of them: `<div className="panels"><div>…</div><div>…</div></div>`. */
export function Panel({ title, extra, children }: PanelProps) {
  const heading = useId();
  return (
    <section className="panel" aria-labelledby={heading}>
      <div className="panel-head">
        <h2 id={heading}>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}
