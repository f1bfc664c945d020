import { createHash } from 'node:crypto';

/** Hash before the first row of every chain. */
export const CHAIN_START: Buffer = Buffer.alloc(32);

/** One row of a chain as it is stored. `text` is what was hashed; it does not contain `seq`. */
export interface ChainRow {
  seq: number;
  hash: Buffer;
  text: string;
}

/** The last row of a chain, as it is noted elsewhere; or what its first row follows. */
export interface ChainHead {
  seq: number;
  hash: Buffer;
}

/**
 * Something that is not as it was written.
 *
 * - `altered`: the row does not give its hash (a flipped bit, or a forged row)
 * - `removed`: the rows from `seq` to `lastSeq` are missing
 * - `reordered`: the rows `seq` and `lastSeq` have changed places
 * - `tail-removed`: the rows from `seq` to `lastSeq` were cut off the end
 * - `head-differs`: the last row is not the one the head names
 *
 * A feature may find more on its chains, and names it with kinds of its own.
 */
export interface ChainFinding<Kind extends string = ChainFindingKind> {
  kind: Kind;
  seq: number;
  lastSeq: number;
  /** Which chain, where one name stands for many. */
  chain?: string;
}

export type ChainFindingKind = 'altered' | 'removed' | 'reordered' | 'tail-removed' | 'head-differs';

/** `head` may be written down outside: who holds it notices even a chain that was rewritten as a whole. */
export interface ChainReport<Kind extends string = ChainFindingKind> {
  intact: boolean;
  rows: number;
  head: { seq: number; hash: string };
  findings: ChainFinding<Kind>[];
}

const MOST_FINDINGS = 100;

/** SHA-256 of the previous hash followed by the row's text (canonical JSON, UTF-8). */
export function nextHash(previous: Buffer, text: string): Buffer {
  return createHash('sha256').update(previous).update(text, 'utf8').digest();
}

/**
 * Checks a chain from its first row to its head, with two rows in memory.
 *
 * @param rows in order of `seq`
 * @param start what the first row follows, where it is not the beginning of the chain
 * @returns every finding, up to 100
 */
export async function verifyChain(
  rows: AsyncIterable<ChainRow>,
  head: ChainHead,
  start: ChainHead = { seq: 0, hash: CHAIN_START },
): Promise<ChainReport> {
  const walk = new ChainWalk(start);
  for await (const row of rows) walk.meet(row);
  return walk.close(head);
}

/** One walk along a chain. A row whose hash is wrong waits for the next one: together they may be a swapped pair. */
class ChainWalk {
  private readonly findings: ChainFinding[] = [];
  private rows = 0;
  private expected: number;
  /** Hash the next row builds on; undefined after a gap, where nothing can be said of the row that follows. */
  private previous: Buffer | undefined;
  private doubtful: ChainRow | undefined;

  constructor(start: ChainHead) {
    this.expected = start.seq + 1;
    this.previous = start.hash;
  }

  meet(row: ChainRow): void {
    this.rows += 1;
    if (row.seq !== this.expected) {
      this.settle();
      this.report('removed', this.expected, row.seq - 1);
      this.previous = undefined;
    }
    this.expected = row.seq + 1;
    if (this.doubtful !== undefined && this.previous !== undefined && isSwapped(this.previous, this.doubtful, row)) {
      this.report('reordered', this.doubtful.seq, row.seq);
      this.previous = lastOfPair(this.doubtful, row, this.previous);
      this.doubtful = undefined;
      return;
    }
    this.settle();
    if (this.previous === undefined || nextHash(this.previous, row.text).equals(row.hash)) this.previous = row.hash;
    else this.doubtful = row;
  }

  close(head: ChainHead): ChainReport {
    this.settle();
    if (head.seq >= this.expected) this.report('tail-removed', this.expected, head.seq);
    else if (head.seq !== this.expected - 1 || !head.hash.equals(this.previous ?? CHAIN_START))
      this.report('head-differs', head.seq, this.expected - 1);
    return {
      intact: this.findings.length === 0,
      rows: this.rows,
      head: { seq: head.seq, hash: head.hash.toString('hex') },
      findings: this.findings,
    };
  }

  /** The doubtful row is no half of a swapped pair: it was altered. The chain is followed on from the hash it carries. */
  private settle(): void {
    if (this.doubtful === undefined) return;
    this.report('altered', this.doubtful.seq, this.doubtful.seq);
    this.previous = this.doubtful.hash;
    this.doubtful = undefined;
  }

  private report(kind: ChainFinding['kind'], seq: number, lastSeq: number): void {
    if (this.findings.length < MOST_FINDINGS) this.findings.push({ kind, seq, lastSeq });
  }
}

/** Whole rows changed places, or only their contents did and the hashes stayed. */
function isSwapped(previous: Buffer, first: ChainRow, second: ChainRow): boolean {
  const now = nextHash(previous, second.text);
  const then = nextHash(now, first.text);
  return (now.equals(second.hash) && then.equals(first.hash)) || (now.equals(first.hash) && then.equals(second.hash));
}

function lastOfPair(first: ChainRow, second: ChainRow, previous: Buffer): Buffer {
  return nextHash(nextHash(previous, second.text), first.text);
}
