import type { CardKind } from '../../domain/designation.js';
import type { DirectiveAction, DirectiveCause, DirectiveParty } from '../../domain/directive.js';

export class DirectiveInstitutionView {
  /** @example "demo-carrier-a" */
  code: string;
  /** @example "演示电信甲" */
  name: string;
}

export class SubjectDirectiveCardView {
  kind: CardKind;
  /** @example "199******88" */
  numberMasked: string;
}

/** How many institutions have said what; the last receipt of each counts. */
export class DirectiveReceiptCounts {
  /** Have said nothing yet. Of what has ended nobody is waited for. @example 1 */
  pending: number;
  /** @example 2 */
  executed: number;
  /** @example 0 */
  refused: number;
  /** @example 0 */
  notFound: number;
}

export class SubjectDirectiveView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** The order of issue. @example 41 */
  seq: number;
  action: DirectiveAction;
  /** @example "sim.use" */
  measure: string;
  cause: DirectiveCause;
  party: DirectiveParty;
  /** Null: every institution of the party, with whatever it holds. */
  institution: DirectiveInstitutionView | null;
  /** Null: no single card. */
  card: SubjectDirectiveCardView | null;
  /** What it rests on; null where it is no sanction. */
  sanctionId: string | null;
  /** Inclusive, Asia/Shanghai; null: until further notice, or until `endsAt`. */
  lastDay: string | null;
  /** Instant with offset, where it ends at an hour. */
  endsAt: string | null;
  /** Why it was issued. @example "list.approved" */
  reason: string;
  /** Directive that a `restore` takes back. */
  releases: string | null;
  /** Directive in whose place this one stands. */
  supersedes: string | null;
  /** @example 12 */
  revision: number;
  /** Instant with offset. @example "2023-09-01T10:00:00.000+08:00" */
  issuedAt: string;
  /** By when receipts are due; null: no such clock is known. */
  dueAt: string | null;
  /** Released, superseded or withdrawn at this instant. */
  endedAt: string | null;
  /** The newest receipt, of whomever; null: nobody has said anything. */
  lastReceiptAt: string | null;
  receipts: DirectiveReceiptCounts;
}

export class SubjectDirectivesResponse {
  /** The newest 200, newest first. */
  items: SubjectDirectiveView[];
}
