import { describe, expect, it } from '@jest/globals';
import { RowCount } from './row-count.js';

function setBits(bits: Buffer): number[] {
  return Array.from({ length: 8 * bits.length }, (_, row) => row).filter(
    (row) => ((bits[row >> 3] ?? 0) & (1 << (row & 7))) !== 0,
  );
}

describe('rows that are counted', () => {
  it('count once for a key, however far apart and often they come', () => {
    const rows = [1, 7, 8, 512, 511, 100_000, 8, 1];
    const count = new RowCount<string>();

    for (const row of rows) count.add('rent', row);
    count.add('lend', 3);

    expect([count.of('rent'), count.of('lend'), count.of('trade')]).toEqual([6, 1, 0]);
    expect(count.first('rent', 4)).toEqual([1, 7, 8, 511]);
    expect(count.items((ground) => ({ ground }))).toEqual([
      { ground: 'rent', count: 6 },
      { ground: 'lend', count: 1 },
    ]);
    expect(count.rows((ground) => `ground:${ground}`).map(([name, bits]) => [name, setBits(bits)])).toEqual([
      ['ground:rent', [1, 7, 8, 511, 512, 100_000]],
      ['ground:lend', [3]],
    ]);
  });
});
