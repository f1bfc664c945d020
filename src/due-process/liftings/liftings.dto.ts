import { IsIn, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { LIFTING_STATES, type LiftingState } from '../../domain/lifting.js';
import { IfPresent } from '../../platform/if-present.validator.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';

export class LiftRequest {
  /** Why the sanction shall end early; encrypted at rest. @example "已主动注销涉案账户并配合调查" */
  @IsString()
  @Length(1, 2000)
  ground: string;

  /** Number of the document that decides so. @example "解字〔2026〕00001号" */
  @IsString()
  @Length(1, 100)
  documentNo: string;

  /** Instant, ISO 8601 with offset, not in the future and not before the sanction starts; the approval if absent. */
  @IfPresent()
  @IsString()
  @MaxLength(40)
  effectiveAt?: string;
}

export class LiftingRemarkRequest {
  /** @example "核对无误" */
  @IsString()
  @Length(1, 2000)
  remark: string;
}

export class LiftingQuery extends PageQueryDto {
  /** @example "proposed" */
  @IfPresent()
  @IsIn(LIFTING_STATES)
  state?: LiftingState;

  /** Of whose sanctions. */
  @IfPresent()
  @IsUUID()
  subjectId?: string;
}

export class LiftedSanctionView {
  /** Officers find the person with it. */
  subjectId: string;
  /** @example "cn-joint-2024" */
  regime: string;
  /** @example "category-2" */
  category: string;
  /** Of its last measure; null where nothing of it holds. @example "2026-12-10" */
  lastDay: string | null;
  /** Name of the organ that identified the subject. @example "重庆市公安局" */
  organName: string;
}

export class LiftingResponse {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  sanctionId: string;
  sanction: LiftedSanctionView;
  state: LiftingState;
  ground: string;
  documentNo: string;
  /** Instant, ISO 8601 with offset; null: the approval. */
  effectiveAt: string | null;
  proposedBy: string;
  /** Instant, ISO 8601 with offset. */
  proposedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  remark: string | null;
  /** From this revision on every decision knows that the sanction has ended. @example 12 */
  revision: number | null;
}

export class LiftingPage {
  /** Oldest first. */
  items: LiftingResponse[];
  /** Null on the last page. */
  nextCursor: string | null;
}
