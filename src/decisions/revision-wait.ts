import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../domain/problem.js';
import type { Revisions } from '../platform/revisions.js';
import { faultAt } from '../platform/normalised.js';

/** Header by which a caller asks for an answer from this revision or a later one. */
export const MIN_REVISION = 'duanka-min-revision';

const PATIENCE_MS = 2_000;
const POLL_MS = 25;

/** The revision a request asks for; undefined if it asks for none. @throws {Problem} `validation-failed` */
export function minRevisionOf(header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header)) throw faultAt('Duanka-Min-Revision', 'INVALID_FIELD');
  return Number(header);
}

/**
 * Returns when the revision is committed here.
 *
 * @throws {Problem} `revision-not-reached` after two seconds
 */
export async function awaitRevision(revisions: Revisions, wanted: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const revision = await revisions.current();
    if (revision >= wanted) return;
    if (performance.now() >= deadline) throw new Problem('revision-not-reached', { revision });
    await pause(POLL_MS);
  }
}
