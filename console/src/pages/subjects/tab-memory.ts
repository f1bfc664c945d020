import type { Schema } from '../../api/client';
import { currentSession } from '../../session/session';

/** What somebody looks for; never part of an address. */
export type Sought = Schema<'SubjectSearchRequest'>;

/** A subject as it was last seen here, masked. */
export type SeenSubject = Schema<'SubjectView'>;

interface TabMemory {
  /** Who was signed in. */
  officer: string;
  sought?: Sought;
  /** The newest first. */
  seen: SeenSubject[];
}

const MOST_SEEN = 10;
let memory: TabMemory = { officer: '', seen: [] };

/** What this tab remembers of searches: in memory only, gone when it is reloaded, and never shown to another officer. */
export function tabMemory(): TabMemory {
  const session = currentSession();
  const officer = session.is === 'absent' ? '' : session.session.officer.id;
  if (memory.officer !== officer) memory = { officer, seen: [] };
  return memory;
}

/** Puts a subject in front of those that were looked at. */
export function rememberSeen(subject: SeenSubject): void {
  const now = tabMemory();
  now.seen = [subject, ...now.seen.filter(({ id }) => id !== subject.id)].slice(0, MOST_SEEN);
}
