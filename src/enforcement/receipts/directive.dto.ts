import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';
import type { CardKind, IdType, SubjectKind } from '../../domain/designation.js';
import {
  DIRECTIVE_ACTIONS,
  RECEIPT_RESULTS,
  type DirectiveAction,
  type DirectiveCause,
  type DirectiveParty,
  type ReceiptResult,
} from '../../domain/directive.js';
import { IfPresent } from '../../platform/if-present.validator.js';
import { IsLocalDate } from '../../platform/local-date.validator.js';
import { NO_NUL, SanctionKeysQuery } from '../../sanctions/sanction-keys.dto.js';
import { COUNTED_DIRECTIVES, type CountedDirectives } from './counted-directives.js';

export const DIRECTIVE_STATES = ['pending', 'done', 'all'] as const;
export type DirectiveState = (typeof DIRECTIVE_STATES)[number];

export const RECEIPT_FILTERS = ['none', 'any', ...RECEIPT_RESULTS] as const;
export type ReceiptFilter = (typeof RECEIPT_FILTERS)[number];

export const DIRECTIVE_SCOPES = ['named', 'everybody'] as const;
export type DirectiveScope = (typeof DIRECTIVE_SCOPES)[number];

/**
 * Which directives; all filters together. The keys of `GET /v1/statistics` are for officers only: with `state=all`, a key and the days
 * of issue find as many as it says were issued, and with `counted` as many as that number.
 */
export class DirectivesQuery extends OmitType(SanctionKeysQuery, ['measure', 'institution']) {
  /**
   * `pending`: no receipt yet, and not ended; a `restore` stays pending until its receipt. `done`: with a receipt.
   * @example "pending"
   */
  @IsOptional()
  @IsIn(DIRECTIVE_STATES)
  state: DirectiveState = 'pending';

  @IsOptional()
  @IsIn(DIRECTIVE_ACTIONS)
  action?: DirectiveAction;

  /** `true`: only those without a receipt whose time is over. */
  @IsOptional()
  @IsIn(['true', 'false'])
  overdue?: 'true' | 'false';

  /** Officers only. */
  @IsOptional()
  @IsUUID()
  subjectId?: string;

  /** Officers only: as that institution sees them. */
  @IsOptional()
  @IsUUID()
  institutionId?: string;

  /** Of the catalogue. @example "telecom.suspend" */
  @IfPresent()
  @IsString()
  @MaxLength(100)
  @Matches(NO_NUL)
  measure?: string;

  /** Officers only: code of the institution that it names. */
  @IfPresent()
  @IsString()
  @Length(1, 64)
  @Matches(NO_NUL)
  institution?: string;

  /** Officers only: code of the region of the organ that identified the subject, with its level or without. */
  @IfPresent()
  @IsString()
  @Length(1, 64)
  @Matches(NO_NUL)
  organ?: string;

  /**
   * Officers only, as the statistics count: `on_cards`: imposing something on a single card, without those that another one took
   * the place of before anybody answered; `executed`: of these those whose institution said so; `restored`: the same of restoring
   * ones; `overdue`: on single cards, open, unanswered, and past their clock now. Asked for with `state=all`.
   */
  @IfPresent()
  @IsIn(COUNTED_DIRECTIVES)
  counted?: CountedDirectives;

  /** What its institution said last; asked as an institution sees them, what that one said. */
  @IfPresent()
  @IsIn(RECEIPT_FILTERS)
  receipt?: ReceiptFilter;

  /** `true`: released, superseded or withdrawn; `false`: it stands. */
  @IfPresent()
  @IsIn(['true', 'false'])
  ended?: 'true' | 'false';

  /** Those that name one institution, or those to every institution of a party. */
  @IfPresent()
  @IsIn(DIRECTIVE_SCOPES)
  scope?: DirectiveScope;

  /** Issued on this day in Asia/Shanghai or later. @example "2025-01-01" */
  @IfPresent()
  @IsLocalDate()
  from?: string;

  /** Issued on this day or before. @example "2026-12-31" */
  @IfPresent()
  @IsLocalDate()
  to?: string;
}

export class ReceiptRequest {
  /** `refused` says why in `detail`. @example "executed" */
  @IsIn(RECEIPT_RESULTS)
  result: ReceiptResult;

  /** Instant, ISO 8601 with offset: not in the future, and not before the directive was issued. */
  @IfPresent()
  @IsString()
  @MaxLength(40)
  executedAt?: string;

  /** Kept encrypted. */
  @IfPresent()
  @IsString()
  @MaxLength(1000)
  detail?: string;
}

/** One line of a stream of receipts. */
export class ReceiptLine extends ReceiptRequest {
  /** Of the directive. @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  @IsUUID()
  id: string;
}

export class ReceiptView {
  /** 1, 2, … of this directive and institution; the last one counts. @example 1 */
  number: number;
  /** @example "executed" */
  result: ReceiptResult;
  /** @example "2025-01-05T10:00:00.000+08:00" */
  executedAt: string | null;
  detail: string | null;
  /** @example "2025-01-05T10:00:01.000+08:00" */
  receivedAt: string;
}

/** The receipt that counts after this request: a new one, or the same as before. */
export class ReceiptResponse extends ReceiptView {
  directiveId: string;
}

export class InstitutionReceiptView extends ReceiptView {
  /** @example "demo-carrier-a" */
  institution: string;
  /** @example "演示电信甲" */
  institutionName: string;
}

export class DirectiveCardView {
  /** Null: no institution has registered it. */
  id: string | null;
  kind: CardKind;
  /** In full for its institution; for officers its beginning and end. @example "19900495888" */
  number: string;
}

export class DirectiveSubjectView {
  /** For officers only. */
  id?: string;
  kind: SubjectKind;
  /** @example "resident_id" */
  idType: IdType;
  /** In full for institutions; for officers its beginning and end. @example "500117188009177151" */
  idNumber: string;
  /** In full for institutions; for officers its first character. @example "朱桂国" */
  name: string;
}

export class DirectiveArticleView {
  /** @example "joint-measures-2024" */
  source: string;
  /** @example "T2" */
  article: string;
  title: string;
}

/** What the directive rests on. Regime and organ are null where there is no sanction, such as for an implicated account. */
export class DirectiveBasisView {
  /** @example "cn-joint-2024" */
  regime: string | null;
  /** @example "合肥市公安局" */
  organ: string | null;
  /** @example "认字〔2024〕00001号" */
  documentNo: string | null;
  articles: DirectiveArticleView[];
}

export class DirectiveView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** The order of issue. @example 17 */
  seq: number;
  cause: DirectiveCause;
  /** @example "suspend" */
  action: DirectiveAction;
  /** @example "telecom.suspend" */
  measure: string;
  measureTitle: string;
  party: DirectiveParty;
  /** Null: every institution of the party, with whatever it holds. */
  institutionId: string | null;
  card: DirectiveCardView | null;
  /**
   * Null where only the card is known; for institutions also where the directive follows from the card and not from a sanction:
   * whom they registered they know.
   */
  subject: DirectiveSubjectView | null;
  /** Inclusive, Asia/Shanghai; null: until further notice. @example "2026-12-10" */
  lastDay: string | null;
  /** Where it ends at an hour. */
  endsAt: string | null;
  /** @example "2025-01-05T10:00:00.000+08:00" */
  issuedAt: string;
  /** By when a receipt is expected: an operational target, not a time limit of the law, which is unread. Null: no target. */
  dueAt: string | null;
  /** Without a receipt although its time is over. */
  isOverdue: boolean;
  /** For officers only, while a receipt is waited for: working days since the day of issue. @example 3 */
  openWorkingDays?: number;
  /** For officers only, while a receipt is waited for: working days since its time was over. @example 0 */
  lateWorkingDays?: number;
  /** When it was released, superseded or withdrawn. */
  endedAt: string | null;
  /** Why it was issued. @example "approved" */
  reason: string;
  /** The directive that it takes back. */
  releases: string | null;
  /** The directive in whose place it stands. */
  supersedes: string | null;
  /** @example 12 */
  revision: number;
  /** The last one of the institution. */
  receipt: ReceiptView | null;
  basis: DirectiveBasisView;
}

export class DirectivePage {
  items: DirectiveView[];
  /** There is more right now. */
  hasMore: boolean;
  /** Also on the last page: with it the next request finds what was issued since, nothing twice and nothing left out. */
  nextCursor: string;
}

export class DirectiveDetailView extends DirectiveView {
  /** Oldest first. An institution sees its own. */
  receipts: InstitutionReceiptView[];
}
