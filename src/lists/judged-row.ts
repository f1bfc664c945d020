import { createHash } from 'node:crypto';
import type { OrganLevel, RowCode, RowNote } from '../domain/designation.js';

/** A row of a list after intake, before it is stored. */
export interface JudgedRow {
  /** 1-based, as an officer counts the data rows. */
  row: number;
  verdict: 'accepted' | 'rejected';
  code: RowCode | null;
  /** Field of the designation the code is about. */
  field: string | null;
  notes: readonly RowNote[];
  category: string | null;
  /** Lowest level of organ that may approve the row. */
  requiredLevel: OrganLevel;
  /** Keyed hash of the subject's (or card's) number; null if it could not be read. */
  subjectHash: Buffer | null;
  /** JSON of what was understood; null if nothing was. */
  content: string | null;
  /** JSON of what was written: by it a row of a draft is read again. Null only in stored rows from before it was always kept. */
  raw: string | null;
}

/** The part of a row that an approver signs. */
export type SignedRow = Pick<JudgedRow, 'row' | 'verdict' | 'code' | 'notes' | 'category' | 'content' | 'raw'>;

/** SHA-256 over rows in order: a changed, added, removed or re-ordered row changes it. */
export class ContentHash {
  private readonly hash = createHash('sha256');

  add({ row, verdict, code, notes, category, content, raw }: SignedRow): void {
    // Lengths first: no two different rows give the same bytes.
    const head = [row, verdict, code ?? '', notes.join(' '), category ?? '', content?.length ?? -1, raw?.length ?? -1];
    this.hash.update(`${head.join('\n')}\n${content ?? ''}\n${raw ?? ''}\n`);
  }

  digest(): Buffer {
    return this.hash.digest();
  }
}
