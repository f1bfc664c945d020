import { describe, expect, it } from '@jest/globals';
import { RestartPolicy } from './restart-policy.js';

describe('a worker that died', () => {
  it('is started again at once, then ever later, and after six starts in vain no more', () => {
    const policy = new RestartPolicy();

    const delays = Array.from({ length: 7 }, () => policy.delayAfter(5_000));

    expect(delays).toEqual([0, 250, 1_000, 4_000, 15_000, 30_000, undefined]);
  });

  it('is forgiven everything once it has served a minute', () => {
    const policy = new RestartPolicy();
    for (let death = 1; death <= 6; death += 1) policy.delayAfter(0);

    expect(policy.delayAfter(60_000)).toBe(0);
    expect(policy.delayAfter(59_999)).toBe(250);
  });
});
