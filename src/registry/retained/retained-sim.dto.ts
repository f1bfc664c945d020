import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { CardKind, OrganLevel } from '../../domain/designation.js';
import type { KeepingState } from '../../domain/retained-sim.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';

/** Which kept numbers; all filters together. */
export class RetainedSimsQuery extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  subjectId?: string;

  /** `true`: only those restored on a paper of the police that nobody here has seen. */
  @IsOptional()
  @IsIn(['true', 'false'])
  unverified?: 'true' | 'false';

  /** `kept`: those that have not ended; `ended`: the others. Absent: both. */
  @IsOptional()
  @IsIn(['kept', 'ended'])
  state?: 'kept' | 'ended';
}

export class RetainedCardView {
  /** @example "mobile_sim" */
  kind: CardKind;
  /** @example "199******88" */
  numberMasked: string;
}

export class RetainingCarrierView {
  /** @example "demo-carrier-a" */
  code: string;
  name: string;
}

/** Leave of the police, as it was shown at the counter. */
export class ShownApprovalView {
  /** @example "city" */
  level: OrganLevel;
  /** Whether it was given here; otherwise it is a paper that only the carrier has seen. @example true */
  isVerified: boolean;
  /** Its number: of the approval given here, or of the paper. @example "DK-2026-7F3K9QXB2M" */
  approvalNo: string;
}

export class KeepingEndView {
  /** Instant, ISO 8601 with offset. @example "2025-02-01T10:00:00.000+08:00" */
  at: string;
  /** From this revision on every decision knows it. @example 21 */
  revision: number;
}

export class RetainedSimView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** For officers; null for institutions. @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  subjectId: string | null;
  carrier: RetainingCarrierView;
  card: RetainedCardView;
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  cardId: string;
  /**
   * `kept`, or how it ended. A number counts as kept for as long as its subject's telecom sanctions follow on each other, whether its
   * end was written down or not. @example "kept"
   */
  state: KeepingState;
  /** Instant, ISO 8601 with offset. @example "2025-01-05T10:00:00.000+08:00" */
  since: string;
  /** Null: none was shown. */
  approval: ShownApprovalView | null;
  /** In the decision log. @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  decisionId: string;
  /** From this revision on every decision knows it. @example 17 */
  revision: number;
  /** Null while it is kept. */
  ended: KeepingEndView | null;
}

export class RetainedSimPage {
  items: RetainedSimView[];
  /** Null on the last page. */
  nextCursor: string | null;
}
