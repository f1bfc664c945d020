import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useNameOf } from '../../api/catalogue';
import { useMay } from '../../session/session';

const NONE = '—';

/** A card by kind and masked number, with its page where it has one and the officer may read it. */
export function CardReference({ id, kind, number }: { id: string | null; kind: string; number: string }) {
  const nameOf = useNameOf();
  return (
    <CardLink id={id}>
      {nameOf('cardKinds', kind)} <span className="tabular">{number}</span>
    </CardLink>
  );
}

/** What is said of a card, as a link to its page where it has one and the officer may read it. */
export function CardLink({ id, children }: { id: string | null; children: ReactNode }) {
  const mayRead = useMay('submitter', 'approver', 'appeals', 'auditor');
  return id !== null && mayRead ? <Link to={`/cards/${id}`}>{children}</Link> : children;
}

/** A subject by masked name and number, with its page. */
export function SubjectReference({
  subject,
}: {
  subject: { id?: string | undefined; name: string; idNumber: string } | null;
}) {
  if (subject === null) return NONE;
  const { id, name, idNumber } = subject;
  const text = (
    <>
      {name} <span className="tabular">{idNumber}</span>
    </>
  );
  return id === undefined ? text : <Link to={`/subjects/${id}`}>{text}</Link>;
}
