import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import type { DirectiveAction } from '../../domain/directive.js';
import { INSTITUTION_KINDS, type InstitutionKind } from '../../institutions/principal.js';
import { IfPresent } from '../../platform/if-present.validator.js';
import { IsLocalDate } from '../../platform/local-date.validator.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';

/** Which institutions, and which directives by their day of issue; all filters together. */
export class ScoreboardQuery extends PageQueryDto {
  /** GB/T 2260 code of a province, city or county: the institutions in it. @example "500000" */
  @IfPresent()
  @Matches(/^\d{6}$/)
  region?: string;

  @IfPresent()
  @IsIn(INSTITUTION_KINDS)
  kind?: InstitutionKind;

  /** Issued on this day in Asia/Shanghai or later; absent: 90 days before `to`. @example "2025-01-01" */
  @IfPresent()
  @IsLocalDate()
  from?: string;

  /** Issued on this day or before; absent: today. @example "2026-12-31" */
  @IfPresent()
  @IsLocalDate()
  to?: string;

  /** `csv`: all pages at once, with a byte order mark for spreadsheets. @example "json" */
  @IsOptional()
  @IsIn(['json', 'csv'])
  format: 'json' | 'csv' = 'json';
}

/** What one institution did about the directives that name it, and about those to everybody of its party. */
export class ScoreboardRow {
  institutionId: string;
  /** @example "demo-carrier-a" */
  code: string;
  /** @example "演示电信甲" */
  name: string;
  kind: InstitutionKind;
  /** @example "500000" */
  region: string;
  /** Directives that name the institution. @example 120 */
  issued: number;
  /** @example 100 */
  executed: number;
  /** @example 2 */
  refused: number;
  /** @example 3 */
  notFound: number;
  /** Ended before a receipt came. @example 5 */
  withdrawn: number;
  /** Open and without a receipt. @example 10 */
  pending: number;
  /** Of these, whose time is over. @example 1 */
  overdue: number;
  /** Share of the directives with a target that were answered within it; null where none has come due. @example 0.98 */
  shareInTime: number | null;
  /** From issue to execution of what imposes; null where nothing was executed. @example 3.5 */
  medianHoursToExecute: number | null;
  /** The same of what releases. @example 1.2 */
  medianHoursToRelease: number | null;
  /** Directives to everybody of the party. @example 40 */
  generalIssued: number;
  /** Of these, answered by the institution. @example 38 */
  generalAcknowledged: number;
}

export class ScoreboardPage {
  /** @example "2025-01-01" */
  from: string;
  /** @example "2025-03-31" */
  to: string;
  items: ScoreboardRow[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export const ESCALATION_STATES = ['open', 'closed', 'all'] as const;
export type EscalationState = (typeof ESCALATION_STATES)[number];

export class EscalationsQuery extends PageQueryDto {
  /** `open`: no receipt yet, and the directive has not ended. @example "open" */
  @IsOptional()
  @IsIn(ESCALATION_STATES)
  state: EscalationState = 'open';

  @IsOptional()
  @IsUUID()
  institutionId?: string;
}

export class EscalationView {
  /** @example 3 */
  seq: number;
  directiveId: string;
  action: DirectiveAction;
  /** @example "telecom.suspend" */
  measure: string;
  institutionId: string;
  /** @example "demo-carrier-a" */
  institution: string;
  /** @example "演示电信甲" */
  institutionName: string;
  /** When the target passed. @example "2025-01-05T10:00:00.000+08:00" */
  overdueSince: string;
  escalatedAt: string;
  /** Whom it is told to: the organ that identified the subject. Null: all officers. @example "合肥市公安局" */
  organ: string | null;
  /** When the receipt came or the directive ended; null while it is open. */
  closedAt: string | null;
}

export class EscalationPage {
  items: EscalationView[];
  /** Null on the last page. */
  nextCursor: string | null;
}
