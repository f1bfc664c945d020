import { Type } from 'class-transformer';
import { IsDefined, IsOptional, IsString, IsUUID, Length, ValidateIf, ValidateNested } from 'class-validator';
import type { OrganLevel } from '../../domain/designation.js';
import { IfPresent } from '../../platform/if-present.validator.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';
import { IdentifierDto } from '../../registry/subject.dto.js';
import { RetainedCardView } from '../../registry/retained/retained-sim.dto.js';
import { RestoredCardDto } from './restoration.dto.js';

export class SimApprovalRequest {
  /** Whoever it is for, by identifier or, who is in the books, by `subjectId`. */
  @ValidateIf(({ subject, subjectId }: SimApprovalRequest) => subject !== undefined || subjectId === undefined)
  @IsDefined()
  @ValidateNested()
  @Type(() => IdentifierDto)
  subject?: IdentifierDto;

  /** In place of `subject`, not beside it. */
  @IfPresent()
  @IsUUID()
  subjectId?: string;

  /** The number that may be restored; absent: whichever the subject chooses. */
  @IfPresent()
  @ValidateNested()
  @Type(() => RestoredCardDto)
  card?: RestoredCardDto;

  /** Why. @example "本人申请,核实无误" */
  @IsString()
  @Length(2, 500)
  remark: string;
}

export class SimApprovalsQuery extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  subjectId?: string;
}

export class ApprovingOrganView {
  /** @example "cq-police" */
  code: string;
  name: string;
}

export class SimApprovalView {
  /** What the subject shows at the counter. @example "DK-2026-7F3K9QXB2M" */
  approvalNo: string;
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  subjectId: string;
  /** Null: any number of the subject. */
  card: RetainedCardView | null;
  /** Of the organ that gave it. @example "city" */
  level: OrganLevel;
  organ: ApprovingOrganView;
  /** Instant, ISO 8601 with offset. @example "2025-01-05T10:00:00.000+08:00" */
  givenAt: string;
  remark: string;
  /** @example "given" */
  state: 'given' | 'used' | 'revoked';
  /** The keeping it was used for. Null: none. */
  retainedSimId: string | null;
}

export class SimApprovalPage {
  items: SimApprovalView[];
  /** Null on the last page. */
  nextCursor: string | null;
}
