import { createHash } from 'node:crypto';
import type { Pii } from '../platform/pii.js';
import type { JudgedRow } from './judged-row.js';

/** The part of a row that an approver signs. */
export type SignedRow = Pick<JudgedRow, 'row' | 'verdict' | 'code' | 'notes' | 'category' | 'content' | 'raw'>;

/** Digest of the signed part of a row. Keyed: a person with a copy of the database cannot try whom it names. */
export function digestOf(pii: Pii, row: SignedRow): Buffer {
  return pii.digest(signedText(row));
}

/**
 * SHA-256 over the digests of all rows in order: a changed, added, removed or re-ordered row changes it. Taken over digests, so that
 * a row can be corrected without reading the others.
 */
export class ContentHash {
  private readonly hash = createHash('sha256');

  /** @param digests of the next rows, one after the other */
  add(digests: Buffer): void {
    this.hash.update(digests);
  }

  digest(): Buffer {
    return this.hash.digest();
  }
}

/** What a list consists of, row by row, to be held against the hash that was recorded of it. */
export class SignedContent {
  private readonly hash = new ContentHash();
  private readonly formerHash = createHash('sha256');

  constructor(private readonly pii: Pii) {}

  add(row: SignedRow): void {
    this.hash.add(digestOf(this.pii, row));
    this.formerHash.update(signedText(row));
  }

  /** Whether this was hashed: as it is now, or as it was before rows had digests, over the rows themselves. The last call. */
  hasHash(recorded: Buffer): boolean {
    return [this.hash.digest(), this.formerHash.digest()].some((hash) => hash.equals(recorded));
  }
}

function signedText({ row, verdict, code, notes, category, content, raw }: SignedRow): string {
  // Lengths first: no two different rows give the same text.
  const head = [row, verdict, code ?? '', notes.join(' '), category ?? '', content?.length ?? -1, raw?.length ?? -1];
  return `${head.join('\n')}\n${content ?? ''}\n${raw ?? ''}\n`;
}
