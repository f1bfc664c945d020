import type { InstitutionKind } from '../../institutions/principal.js';

export class ExecutionCounts {
  /** Directives that rest on the list. @example 120 */
  issued: number;
  /** With `executed` as last receipt. @example 90 */
  executed: number;
  refused: number;
  notFound: number;
  /** Without a receipt, and not ended. */
  pending: number;
  /** Of the pending ones those whose time is over. */
  overdue: number;
  /** Ended before anybody answered. */
  withdrawn: number;
}

export class InstitutionExecution extends ExecutionCounts {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "demo-carrier-a" */
  code: string;
  /** @example "演示电信甲" */
  name: string;
  kind: InstitutionKind;
  /** Instant of the newest receipt, ISO 8601 with offset; null before the first. */
  lastReceiptAt: string | null;
}

export class GeneralExecution {
  /** Directives that every institution of a party has to heed, with whatever it holds. @example 12 */
  issued: number;
  /** Receipts for them, one of an institution for each. @example 30 */
  acknowledged: number;
}

export class ExecutionResponse {
  /** Whether everything that follows from the approval has been issued; until then the numbers still grow. */
  isIssued: boolean;
  /** Directives to single institutions, together. */
  total: ExecutionCounts;
  general: GeneralExecution;
  /** Whoever has most to do first. */
  institutions: InstitutionExecution[];
}
