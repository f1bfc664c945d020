import type { Outcome } from '../domain/decision.js';
import type { ByteText } from '../platform/byte-text.js';

/** One answered question, as the log keeps it. */
export interface LoggedDecision {
  /** UUIDv7, monotonic in a process. */
  id: string;
  decidedAt: Date;
  /** `client:<id>` or `officer:<uuid>` */
  asker: string;
  institutionId: string;
  rulebookHash: string;
  revision: number;
  outcome: Outcome;
  /** JSON text on one line: what was asked, and everything the answer depends on. */
  input: string;
  /** JSON text on one line. */
  answer: string;
}

/** The same before it is written: its texts are encoded already. */
export type DecisionToLog = Omit<LoggedDecision, 'input' | 'answer'> & { input: ByteText; answer: ByteText };

/** A page row: what a decision was, without what it was about. */
export type DecisionHead = Omit<LoggedDecision, 'input' | 'answer'>;

/** {@link DecisionHead} of a decision. */
export function headOf(decision: DecisionHead): DecisionHead {
  const { id, decidedAt, asker, institutionId, rulebookHash, revision, outcome } = decision;
  return { id, decidedAt, asker, institutionId, rulebookHash, revision, outcome };
}
