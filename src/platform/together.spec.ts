import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { together } from './together.js';

describe('what arrives in one turn', () => {
  it('is worked on together, in order, and what arrives meanwhile in the next turn', async () => {
    const worked: (readonly number[])[] = [];
    const add = together<number>((items) => {
      worked.push(items);
      if (items.includes(2)) add(3);
    });

    add(1);
    add(2);
    expect(worked).toEqual([]);
    await nextTurn();
    expect(worked).toEqual([[1, 2]]);
    await nextTurn();

    expect(worked).toEqual([[1, 2], [3]]);
  });
});
