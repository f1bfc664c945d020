import { describe, expect, it } from '@jest/globals';
import { Recent } from './recent.js';

describe('recent results', () => {
  const kept = (recent: Recent<number>): string[] =>
    ['a', 'b', 'c', 'd'].filter((key) => recent.get(key) !== undefined);

  it('are as many as there is room for, the one that nobody asked for longest goes first', () => {
    const recent = new Recent<number>(2);
    recent.set('a', 1);
    recent.set('b', 2);

    expect(recent.get('a')).toBe(1);
    recent.set('c', 3);

    expect(kept(recent)).toEqual(['a', 'c']);
  });

  it('weigh no more than they may, but for one that is too heavy alone', () => {
    const recent = new Recent<number>(9, 10, (weight) => weight);
    for (const [key, weight] of [
      ['a', 4],
      ['b', 4],
      ['b', 5],
      ['c', 3],
    ] as const)
      recent.set(key, weight);
    const afterThird = kept(recent);

    recent.set('d', 11);
    const alone = kept(recent);
    recent.set('a', 10);

    expect([afterThird, alone, kept(recent)]).toEqual([['b', 'c'], ['d'], ['a']]);
  });
});
