import type { MeasureTerm } from '../../domain/designation.js';
import { measureTermsOn, type TermPattern } from '../../domain/term-pattern.js';
import { dayOfNumber } from './day-number.js';

/** Lists of terms that are kept: enough for the patterns and days that are asked for at the same time. */
const MOST_KEPT = 16_384;
const DAYS = 2 ** 22;
/** About what a group of terms takes besides its measures, and what a measure takes. */
const BYTES_OF_A_GROUP = 160;
const BYTES_OF_A_MEASURE = 56;

/** Patterns of terms, and the terms of the measures they make on a day: one list for all sanctions that are alike. */
export class TermPatterns {
  private readonly patterns = new Map<number, TermPattern>();
  private readonly kept = new Map<number, MeasureTerm[]>();
  private patternBytes = 0;

  /** An estimate of the memory the patterns take. */
  get bytes(): number {
    return this.patternBytes;
  }

  /** A pattern never changes: one that is known stays as it is. */
  put(id: number, pattern: TermPattern): void {
    if (this.patterns.has(id)) return;
    this.patterns.set(id, pattern);
    for (const { measures } of pattern) this.patternBytes += BYTES_OF_A_GROUP + measures.length * BYTES_OF_A_MEASURE;
  }

  has(id: number): boolean {
    return this.patterns.has(id);
  }

  /**
   * The terms of a sanction that starts on a day, in alphabetical order, frozen and shared.
   *
   * @param startsOn days from 2000-01-01
   */
  termsOf(id: number, startsOn: number): MeasureTerm[] {
    const key = id * DAYS + startsOn + DAYS / 2;
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const pattern = this.patterns.get(id);
    if (pattern === undefined) throw new Error('The terms of a sanction are not known');
    const terms = measureTermsOn(dayOfNumber(startsOn), pattern);
    for (const term of terms) Object.freeze(term);
    Object.freeze(terms);
    const [oldest] = this.kept.keys();
    if (this.kept.size >= MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(key, terms);
    return terms;
  }
}
