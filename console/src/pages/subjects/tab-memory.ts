import type { Schema } from '../../api/client';
import { onSessionClosed } from '../../session/session';

/** What somebody looks for; never part of an address. */
export type Sought = Schema<'SubjectSearchRequest'>;

/** A subject as it was last seen here, masked. */
export type SeenSubject = Schema<'SubjectView'>;

interface TabMemory {
  sought?: Sought;
  /** The newest first. */
  seen: SeenSubject[];
}

const MOST_SEEN = 10;
let memory: TabMemory = { seen: [] };
onSessionClosed(() => {
  memory = { seen: [] };
});

/** What this tab remembers of searches: in memory only, gone when it is reloaded and when the officer signs out. */
export function tabMemory(): TabMemory {
  return memory;
}

/** Puts a subject in front of those that were looked at. */
export function rememberSeen(subject: SeenSubject): void {
  const now = tabMemory();
  now.seen = [subject, ...now.seen.filter(({ id }) => id !== subject.id)].slice(0, MOST_SEEN);
}
