import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Namesakes } from './namesakes.js';

interface Row {
  name: string;
  isRecorded: boolean;
}

function hashOf(name: string): Buffer {
  return createHash('sha256').update(name).digest().subarray(0, 16);
}

function namesakesOf(rows: readonly Row[]): number[] {
  const namesakes = new Namesakes(rows.length);
  for (const [at, { name, isRecorded }] of rows.entries()) namesakes.add(at + 1, hashOf(name), isRecorded);
  return namesakes.rows();
}

describe('namesakes in a list', () => {
  it('are whoever has the name of another row, or of somebody who is recorded', () => {
    const row = fc.record({ name: fc.constantFrom('赵', '钱', '孙', '李', '周', '吴'), isRecorded: fc.boolean() });

    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const numbers = rows.map((_, at) => at + 1);
        const expected = numbers.filter((_, at) => {
          const one = rows[at];
          return one?.isRecorded === true || rows.some(({ name }, other) => other !== at && name === one?.name);
        });
        expect(namesakesOf(rows)).toEqual(expected);
      }),
    );
  });

  it('are found among a hundred thousand rows, the first and the last of one name', () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => ({ name: `人${at % 99_999}`, isRecorded: false }));

    expect(namesakesOf(rows)).toEqual([1, 100_000]);
  });
});
