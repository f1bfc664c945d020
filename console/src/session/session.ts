import { useSyncExternalStore } from 'react';
import type { Schema } from '../api/client';

/** An officer signed in: the answer of `POST /v1/sessions`. */
export type Session = Schema<'OpenedSessionView'>;
export type Role = Session['officer']['roles'][number];

/** What is open: nobody, somebody, or somebody whose session ended while a page is open. */
export type SessionState = { is: 'absent' } | { is: 'open'; session: Session } | { is: 'ended'; session: Session };

// Of this tab, and gone with it: a session is nobody else's, and outlives a reload.
const STORED = 'duanka.session';
const listeners = new Set<() => void>();
const closings: (() => void)[] = [];
let state: SessionState = storedState();
/** Requests that wait for somebody to sign in again. */
let waiting: ((token: string | undefined) => void)[] = [];

export function currentSession(): SessionState {
  return state;
}

/** {@link currentSession}, and again when it changes. */
export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, currentSession);
}

/** Somebody signed in; whatever waited for it goes on. */
export function openSession(session: Session): void {
  sessionStorage.setItem(STORED, JSON.stringify(session));
  change({ is: 'open', session });
  for (const go of waiting.splice(0)) go(session.accessToken);
}

/** Whatever keeps something of what an officer has seen registers here how it is forgotten. */
export function onSessionClosed(forget: () => void): void {
  closings.push(forget);
}

/** Signed out: nothing of the session stays in this tab. */
export function closeSession(): void {
  sessionStorage.removeItem(STORED);
  waiting.splice(0).forEach((give) => give(undefined));
  change({ is: 'absent' });
  for (const forget of closings) forget();
}

/**
 * The service no longer knows the token of `refused`: unless the officer has signed in again meanwhile, he is asked to, over
 * the page as it stands. What one officer sent is never sent again as another.
 *
 * @returns the new token, or undefined if the officer would rather leave or has left
 */
export function renewedToken(refused: Session): Promise<string | undefined> {
  if (state.is === 'absent' || state.session.officer.id !== refused.officer.id) return Promise.resolve(undefined);
  const { accessToken } = state.session;
  if (state.is === 'open' && accessToken !== refused.accessToken) return Promise.resolve(accessToken);
  change({ is: 'ended', session: state.session });
  return new Promise((resolve) => waiting.push(resolve));
}

/** Whether the officer has one of the roles. The service decides by itself as well; here it decides what is shown. */
export function useMay(...roles: readonly Role[]): boolean {
  const now = useSession();
  return now.is !== 'absent' && roles.some((role) => now.session.officer.roles.includes(role));
}

function change(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function storedState(): SessionState {
  const stored = sessionStorage.getItem(STORED);
  if (stored === null) return { is: 'absent' };
  const session: Session = JSON.parse(stored);
  return new Date(session.expiresAt) > new Date() ? { is: 'open', session } : { is: 'absent' };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
