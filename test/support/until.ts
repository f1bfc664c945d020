import { setTimeout as pause } from 'node:timers/promises';

/** Returns when something has become true; it is asked again and again. The test's own time limit is the limit. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await pause(5);
}
