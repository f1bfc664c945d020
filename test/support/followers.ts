import { IndexFollower, type FollowerEvents } from '../../src/restrictions/index-follower.js';
import { whenDone } from './cleanup.js';

/** A second node on a database, as far as its index goes; it stops when the test file is done. */
export function aFollower(url: string, events: Partial<FollowerEvents> = {}, pollMs?: number): IndexFollower {
  const quiet = { beforePublish: () => Promise.resolve(), loaded: () => undefined, failed: () => undefined };
  const follower = new IndexFollower(url, { ...quiet, ...events }, pollMs);
  whenDone(() => follower.stop());
  follower.start();
  return follower;
}
