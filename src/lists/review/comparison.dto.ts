import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import type { CardKind, IdType, SubjectKind } from '../../domain/designation.js';

export const COMPARED_KINDS = ['added', 'gone', 'changed', 'same'] as const;
/** What became of a subject or card from one list to the other. */
export type ComparedKind = (typeof COMPARED_KINDS)[number];

export class ComparisonQuery {
  /** The list to compare with; by default the newest before it of the same organ and purpose that is neither rejected nor withdrawn. */
  @IsOptional()
  @IsUUID()
  with?: string;

  @IsOptional()
  @IsIn(COMPARED_KINDS)
  kind?: ComparedKind;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number;
}

export class ComparedList {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "2021 年电信惩戒第一批" */
  title: string;
  /** Instant, ISO 8601 with offset. */
  submittedAt: string | null;
}

export class ComparedCounts {
  /** @example 40 */
  added: number;
  /** @example 12 */
  gone: number;
  /** @example 3 */
  changed: number;
  /** @example 245 */
  same: number;
}

export class ComparedSubject {
  /** @example "person" */
  kind: SubjectKind;
  /** @example "resident_id" */
  idType: IdType;
  /** @example "500*************98" */
  idNumberMasked: string;
  /** @example "尤**" */
  nameMasked: string;
}

export class ComparedCard {
  /** @example "mobile_sim" */
  kind: CardKind;
  /** @example "199******88" */
  numberMasked: string;
}

export class ComparedDifference {
  /** Field of the entry. @example "identifiedOn" */
  field: string;
  /** Null: absent. Masked where it is personal. @example "2024-12-10" */
  before: string | null;
  after: string | null;
}

export class ComparedItem {
  kind: ComparedKind;
  /** In this list; null of what is gone. @example 5 */
  row: number | null;
  /** In the other list; null of what was added. @example 7 */
  otherRow: number | null;
  /** Null for the card blacklist. */
  subject: ComparedSubject | null;
  /** Null for sanctions. */
  card: ComparedCard | null;
  differences: ComparedDifference[];
}

export class ComparisonResponse {
  /** Null: there is no list to compare with, and everything counts as added. */
  with: ComparedList | null;
  counts: ComparedCounts;
  items: ComparedItem[];
  nextCursor: string | null;
}
