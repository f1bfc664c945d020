import type { IdType } from '../domain/designation.js';

/** Which subjects the accepted rows of one list already name. A refused row is no earlier row: its correction may follow. */
export class DuplicateTracker {
  private readonly accepted = new Set<string>();

  /** Whether an accepted row had this subject. */
  seenBefore(idType: IdType, idNumber: string): boolean {
    return this.accepted.has(`${idType}:${idNumber}`);
  }

  /** Remembers the subject of a row that was accepted. */
  accept(idType: IdType, idNumber: string): void {
    this.accepted.add(`${idType}:${idNumber}`);
  }
}
