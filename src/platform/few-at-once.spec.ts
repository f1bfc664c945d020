import { describe, expect, it } from '@jest/globals';
import { FewAtOnce } from './few-at-once.js';

describe('few at once', () => {
  it('do once what several ask for at once', async () => {
    const few = new FewAtOnce<number>(2);
    let computed = 0;
    const ask = (): Promise<number> => few.run('a', async () => (computed += 1));

    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  });

  it('do it again after a failure', async () => {
    const few = new FewAtOnce<number>(2);

    await expect(few.run('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');

    expect(await few.run('a', async () => 1)).toBe(1);
  });

  it('are as many as may run', async () => {
    const few = new FewAtOnce<number>(2);
    let [running, most] = [0, 0];
    const compute = async (): Promise<number> => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      return (running -= 1);
    };

    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => few.run(key, compute)));

    expect([most, running]).toEqual([2, 0]);
  });
});
