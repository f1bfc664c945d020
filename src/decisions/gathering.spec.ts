import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.js';

/** Work that doubles numbers and stops at a gate, so that a test decides when a group is done. */
function gated(): { groups: number[][]; open: () => void; double: (items: readonly number[]) => Promise<number[]> } {
  const groups: number[][] = [];
  const gates: (() => void)[] = [];
  return {
    groups,
    open: () => gates.shift()?.(),
    double: async (items) => {
      groups.push([...items]);
      await new Promise<void>((resolve) => gates.push(resolve));
      return items.map((item) => item * 2);
    },
  };
}

/** Lets everything that waits on promises run. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('gathering', () => {
  it('what comes while a group is under way is done together in the next, and everybody gets his own results', async () => {
    const { groups, open, double } = gated();
    const gathering = new Gathering(double, 10);

    const first = gathering.take([1]);
    await settle();
    const second = gathering.take([2, 3]);
    const third = gathering.take([4]);
    open();
    await first;
    await settle();
    open();

    expect(await Promise.all([first, second, third])).toEqual([[2], [4, 6], [8]]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
  });

  it('a group takes no more than it may, unless one caller brings more', async () => {
    const groups: number[] = [];
    const gathering = new Gathering(async (items: readonly number[]) => {
      groups.push(items.length);
      return items;
    }, 3);

    await Promise.all([
      gathering.take([1, 2]),
      gathering.take([3, 4]),
      gathering.take([5, 6, 7, 8]),
      gathering.take([9]),
    ]);

    expect(groups).toEqual([2, 2, 4, 1]);
  });

  it('a failure fails the group it happened in and not the next one', async () => {
    const gathering = new Gathering(async (items: readonly number[]) => {
      if (items.includes(13)) throw new Error('thirteen');
      return items;
    }, 1);

    const results = await Promise.allSettled([gathering.take([13]), gathering.take([14])]);

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('is settled when the last group is done', async () => {
    const { open, double } = gated();
    const gathering = new Gathering(double, 10);
    const taken = gathering.take([1]);
    await settle();
    open();

    await gathering.settled();

    expect(await taken).toEqual([2]);
  });
});
