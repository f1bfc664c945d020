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
