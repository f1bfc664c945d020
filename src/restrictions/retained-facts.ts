import type { SanctionRecord } from '../domain/decision.js';
import { localDateOfWrittenInstant } from '../domain/period.js';
import { keptFacts, restrictedSince, usableKinds, type RetainedFacts } from '../domain/retained-sim.js';
import type { RestrictionIndex } from './restriction-index.js';

/** A question about a number, of which it matters what is kept. */
export interface NumberAsked {
  /** Such as `mobile_sim.use`. */
  action: string;
  /** `2025-01-05T10:00:00.000+08:00` */
  asOf: string;
  /** Of the subject. */
  sanctions: readonly SanctionRecord[];
  /** Ordinal of the subject in the index. */
  subject: number;
  /** Keyed hash of the number asked about. */
  number: Buffer | undefined;
  /** The carrier that asks; null: none does. */
  institutionId: string | null;
  /** Whether numbers are kept under a measure. */
  isConcerned: (measure: string) => boolean;
}

/**
 * What a question about a number is told of the number that is kept: in memory what `RetainedSims.factsOf` reads in the database.
 * Undefined if the subject is under no such sanction at the instant.
 */
export function retainedFacts(index: RestrictionIndex, asked: NumberAsked): RetainedFacts | undefined {
  const { action, asOf, sanctions, subject, number, institutionId, isConcerned } = asked;
  const since = restrictedSince(sanctions, asOf, isConcerned);
  if (since === undefined) return undefined;
  const isUsable = index.hasOtherUsableNumber(subject, number, usableKinds(action), localDateOfWrittenInstant(asOf));
  return {
    ...keptFacts(index.keepingsOf(subject, number, institutionId), since, asOf),
    otherUsableSim: isUsable ? 'yes' : 'no',
  };
}
