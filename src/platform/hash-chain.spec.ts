import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CHAIN_START, nextHash, verifyChain, type ChainHead, type ChainReport, type ChainRow } from './hash-chain.js';

function aChain(length: number): ChainRow[] {
  const rows: ChainRow[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const text = `act ${seq}`;
    rows.push({ seq, text, hash: nextHash(rows.at(-1)?.hash ?? CHAIN_START, text) });
  }
  return rows;
}

function headOf(rows: readonly ChainRow[]): ChainHead {
  const last = rows.at(-1);
  return last === undefined ? { seq: 0, hash: CHAIN_START } : { seq: last.seq, hash: last.hash };
}

async function* stream(rows: readonly ChainRow[]): AsyncGenerator<ChainRow> {
  yield* rows;
}

function verify(rows: readonly ChainRow[], head: ChainHead): Promise<ChainReport> {
  return verifyChain(stream(rows), head);
}

function rowAt(rows: readonly ChainRow[], seq: number): ChainRow {
  const row = rows.find((candidate) => candidate.seq === seq);
  if (row === undefined) throw new Error(`there is no row ${seq}`);
  return row;
}

describe('hash chain', () => {
  it.each([0, 1, 2, 50])('a chain of %i rows that nobody touched is intact', async (length) => {
    const rows = aChain(length);

    expect(await verify(rows, headOf(rows))).toMatchObject({ intact: true, rows: length, findings: [] });
  });

  it('the head is told, so that it can be noted elsewhere', async () => {
    const rows = aChain(3);

    expect((await verify(rows, headOf(rows))).head).toEqual({ seq: 3, hash: headOf(rows).hash.toString('hex') });
  });

  it('a changed text is found in its row, and only there', async () => {
    const rows = aChain(9);
    rowAt(rows, 4).text = 'act IV';

    expect((await verify(rows, headOf(rows))).findings).toEqual([{ kind: 'altered', seq: 4, lastSeq: 4 }]);
  });

  it('any single flipped bit of any hash is found', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 255 }), async (seq, bit) => {
        const rows = aChain(9);
        const head = headOf(rows);
        const hash = Buffer.from(rowAt(rows, seq).hash);
        hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        rowAt(rows, seq).hash = hash;

        expect((await verify(rows, head)).findings).toContainEqual({ kind: 'altered', seq, lastSeq: seq });
      }),
    );
  });

  it('removed rows are found with their numbers, and nothing else is blamed', async () => {
    const rows = aChain(9);
    const left = rows.filter(({ seq }) => seq < 4 || seq > 5);

    expect((await verify(left, headOf(rows))).findings).toEqual([{ kind: 'removed', seq: 4, lastSeq: 5 }]);
  });

  it('a removed first row is found', async () => {
    const rows = aChain(3);

    expect((await verify(rows.slice(1), headOf(rows))).findings).toEqual([{ kind: 'removed', seq: 1, lastSeq: 1 }]);
  });

  it('a removed row whose gap was closed by renumbering is found', async () => {
    const rows = aChain(5);
    const renumbered = rows.filter(({ seq }) => seq !== 2).map((row, index) => ({ ...row, seq: index + 1 }));

    expect((await verify(renumbered, { seq: 4, hash: headOf(rows).hash })).findings).toEqual([
      { kind: 'altered', seq: 2, lastSeq: 2 },
    ]);
  });

  it('two neighbours that changed places are found as a pair', async () => {
    const rows = aChain(9);
    const [third, fourth] = [rowAt(rows, 3), rowAt(rows, 4)];
    const swapped = rows.map((row) =>
      row.seq === 3 ? { ...fourth, seq: 3 } : row.seq === 4 ? { ...third, seq: 4 } : row,
    );

    expect((await verify(swapped, headOf(rows))).findings).toEqual([{ kind: 'reordered', seq: 3, lastSeq: 4 }]);
  });

  it('the last two rows that changed places are found, although the head agrees with neither', async () => {
    const rows = aChain(4);
    const [third, fourth] = [rowAt(rows, 3), rowAt(rows, 4)];
    const swapped = [...rows.slice(0, 2), { ...fourth, seq: 3 }, { ...third, seq: 4 }];

    expect((await verify(swapped, headOf(rows))).findings).toContainEqual({ kind: 'reordered', seq: 3, lastSeq: 4 });
  });

  it('a cut tail is found by the head', async () => {
    const rows = aChain(9);

    expect((await verify(rows.slice(0, 6), headOf(rows))).findings).toEqual([
      { kind: 'tail-removed', seq: 7, lastSeq: 9 },
    ]);
    expect((await verify([], headOf(rows))).findings).toEqual([{ kind: 'tail-removed', seq: 1, lastSeq: 9 }]);
  });

  it('a last row that was replaced together with its hash is found by the head', async () => {
    const rows = aChain(3);
    const forged = [...rows.slice(0, 2), { seq: 3, text: 'forged', hash: nextHash(rowAt(rows, 2).hash, 'forged') }];

    expect((await verify(forged, headOf(rows))).findings).toEqual([{ kind: 'head-differs', seq: 3, lastSeq: 3 }]);
  });

  it('two faults are two findings', async () => {
    const rows = aChain(20);
    rowAt(rows, 5).text = 'forged';
    const left = rows.filter(({ seq }) => seq !== 12);

    expect((await verify(left, headOf(rows))).findings).toEqual([
      { kind: 'altered', seq: 5, lastSeq: 5 },
      { kind: 'removed', seq: 12, lastSeq: 12 },
    ]);
  });

  it('findings end at a hundred: a chain under other hashes does not fill the memory', async () => {
    const rows = aChain(500).map((row, index) => ({ ...row, text: `forged ${index}` }));

    expect((await verify(rows, headOf(rows))).findings).toHaveLength(100);
  });
});
