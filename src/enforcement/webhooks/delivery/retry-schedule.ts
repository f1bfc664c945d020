const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** As the Standard Webhooks specification suggests: more than three days in all. */
const DELAYS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** Up to so much more of a delay: those who failed together do not come back together. */
const JITTER = 0.1;

/**
 * When a delivery is tried again.
 *
 * @param failed how many attempts have failed, at least 1
 * @param random from 0 to 1
 * @returns null if it is given up
 */
export function nextAttemptAt(failed: number, now: Date, random: number): Date | null {
  const delay = DELAYS_MS[failed - 1];
  return delay === undefined ? null : new Date(now.getTime() + Math.round(delay * (1 + JITTER * random)));
}
