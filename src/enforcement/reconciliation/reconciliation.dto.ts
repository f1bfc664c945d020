import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import type { CardKind } from '../../domain/designation.js';
import {
  DIFFERENCES,
  REPORTED_STATES,
  RUN_STATES,
  TASK_STATES,
  type Demand,
  type Difference,
  type ReportedState,
  type RunState,
  type TaskState,
} from '../../domain/reconciliation.js';
import { IfPresent } from '../../platform/if-present.validator.js';

export class ReconcileQuery {
  /** Whether the stream names everything the institution holds; of a part nothing is missing, and nothing is resolved. @example "true" */
  @IfPresent()
  @IsIn(['true', 'false'])
  full?: 'true' | 'false';

  /** The institution holds no card at all: an empty full stream is refused otherwise. @example "false" */
  @IfPresent()
  @IsIn(['true', 'false'])
  confirmEmpty?: 'true' | 'false';
}

export class DifferingCard {
  /** @example "bank_account" */
  kind: CardKind;
  /** The institution's own in full, for officers masked. @example "6232300000019684190" */
  number: string;
}

/** What is to be imposed on the card; nothing, if `action` is null. */
export class ExpectedView {
  @ApiProperty({ type: String, nullable: true, example: 'limit' })
  action: Demand['action'] | null;
  /** Of the catalogue. @example "bank.noncounter.outflow" */
  measure: string | null;
  /** Inclusive, Asia/Shanghai; null: until further notice. @example "2026-12-10" */
  lastDay: string | null;
  /** The directive that says so. @example null */
  directiveId: string | null;
}

/** One difference. */
export class DifferenceLine {
  /** 1-based; absent where no line named the card. @example 17 */
  line?: number;
  @ApiProperty({ enum: DIFFERENCES, example: 'sanctioned_but_active' })
  difference: Difference;
  card: DifferingCard;
  /** As it was reported; null: it was missing. */
  @ApiProperty({ type: String, enum: [...REPORTED_STATES, null], nullable: true, example: 'active' })
  state: ReportedState | null;
  /** Of a card that is not registered; `withheld`: the holder is a stranger, and the budget against scanning is used up. */
  @ApiProperty({ enum: ['sanctioned', 'clear', 'withheld'], required: false })
  holder?: 'sanctioned' | 'clear' | 'withheld';
  expected: ExpectedView;
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  taskId: string;
}

export class ReconciliationSummary {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** `implausible`: more than half of the registered cards are missing; nothing follows from that until it is confirmed. */
  @ApiProperty({ enum: RUN_STATES, example: 'done' })
  state: RunState;
  /** Lines that were not blank. @example 15600 */
  lines: number;
  /** Different cards among them. @example 15598 */
  cards: number;
  /** Lines that could not be read. @example 1 */
  bad: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { sanctioned_but_active: 3 } })
  byDifference: Partial<Record<Difference, number>>;
  /** Registered cards that no line named; only where they are too many to be believed. */
  missing?: number;
  /** Tasks of earlier reconciliations whose difference is gone. @example 2 */
  resolved?: number;
  /** The books went on while it ran: from this revision. @example 12 */
  fromRevision: number;
  /** To this revision. @example 12 */
  toRevision: number;
}

/** The last line. */
export class SummaryLine {
  summary: ReconciliationSummary;
  /** False: it broke off, or is in doubt. */
  complete: boolean;
}

export class ReconciliationResponse {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  institutionId: string;
  @ApiProperty({ enum: RUN_STATES, example: 'running' })
  state: RunState;
  /** Whether it names everything the institution holds. */
  full: boolean;
  /** Instant, ISO 8601 with offset. @example "2025-01-05T10:00:00.000+08:00" */
  startedAt: string;
  finishedAt: string | null;
  /** Lines so far. @example 15600 */
  lines: number;
  /** @example 15598 */
  cards: number;
  /** @example 1 */
  bad: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { sanctioned_but_active: 3 } })
  byDifference: Partial<Record<Difference, number>>;
  /** @example 2 */
  resolved: number;
  /** @example 12 */
  fromRevision: number;
  /** @example 12 */
  toRevision: number;
}

export class ReconciliationPage {
  items: ReconciliationResponse[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export class ReconciliationsQuery {
  /** For officers: of one institution. */
  @IfPresent()
  @IsUUID()
  institutionId?: string;

  /** `nextCursor` of the page before. */
  @IfPresent()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}

export class TasksQuery extends ReconciliationsQuery {
  @IfPresent()
  @IsIn(TASK_STATES)
  state?: TaskState;

  @IfPresent()
  @IsIn(DIFFERENCES)
  difference?: Difference;
}

export class ExplanationDto {
  /** Why the card stands as it does. @example "该卡因欠费停机,与惩戒无关。" */
  @IsString()
  @Length(1, 2000)
  explanation: string;
}

export class TaskRemarkDto {
  /** @example "说明属实。" */
  @IsString()
  @Length(1, 2000)
  remark: string;
}

export class TaskInstitution {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "demo-bank-a" */
  code: string;
  /** @example "示范银行甲" */
  name: string;
}

export class TaskResponse {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  institution: TaskInstitution;
  @ApiProperty({ enum: DIFFERENCES, example: 'suspended_without_ground' })
  difference: Difference;
  /** `answered`: explained; `closed`: the explanation is accepted; `resolved`: a complete stream shows that it is gone. */
  @ApiProperty({ enum: TASK_STATES, example: 'open' })
  state: TaskState;
  card: DifferingCard;
  /** Null: the card is not registered. @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  cardId: string | null;
  /** As the card was last seen; null: it was missing. */
  @ApiProperty({ type: String, enum: [...REPORTED_STATES, null], nullable: true, example: 'suspended' })
  reportedState: ReportedState | null;
  expected: ExpectedView;
  /** Reconciliation that saw it first. */
  firstSeenIn: string;
  /** Instant, ISO 8601 with offset. @example "2025-01-05T10:00:00.000+08:00" */
  firstSeenAt: string;
  lastSeenIn: string;
  lastSeenAt: string;
  /** The institution's. */
  explanation: string | null;
  explainedAt: string | null;
  /** The officer's. */
  remark: string | null;
  decidedAt: string | null;
  resolvedAt: string | null;
}

export class TaskPage {
  items: TaskResponse[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export class TaskCount {
  institution: TaskInstitution;
  @ApiProperty({ enum: DIFFERENCES, example: 'sanctioned_but_active' })
  difference: Difference;
  @ApiProperty({ enum: TASK_STATES, example: 'open' })
  state: TaskState;
  /** @example 3 */
  count: number;
}

export class TaskCounts {
  items: TaskCount[];
}
