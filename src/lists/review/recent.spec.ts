import { describe, expect, it } from '@jest/globals';
import { Recent } from './recent.js';

describe('recent results', () => {
  it('are computed once for all who ask at once', async () => {
    const recent = new Recent<number>(2);
    let computed = 0;
    const ask = (): Promise<number> => recent.get('a', async () => (computed += 1));

    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  });

  it('are computed again after a failure', async () => {
    const recent = new Recent<number>(2);

    await expect(recent.get('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');

    expect(await recent.get('a', async () => 1)).toBe(1);
  });

  it('are computed two at a time', async () => {
    const recent = new Recent<number>(9);
    let [running, most] = [0, 0];
    const compute = async (): Promise<number> => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      return (running -= 1);
    };

    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => recent.get(key, compute)));

    expect([most, running]).toEqual([2, 0]);
  });
});
