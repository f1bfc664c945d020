import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsHexadecimal,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { CARD_KINDS, GROUNDS, ID_TYPES, ORGAN_LEVELS } from '../domain/designation.js';
import type { CardKind, Ground, IdType, OrganLevel, SubjectKind } from '../domain/designation.js';
import { LIST_STATES, type ListState } from '../domain/sanction-list.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class SubjectDto {
  /** @example "person" */
  @IsIn(['person', 'unit'])
  kind: SubjectKind;

  /** @example "resident_id" */
  @IsIn(ID_TYPES)
  idType: IdType;

  /** As written; full-width digits, blanks and a lower-case x are normalised with a note. @example "500105188808102986" */
  @IsString()
  @MaxLength(64)
  idNumber: string;

  /** @example "姜建军" */
  @IsString()
  @MaxLength(200)
  name: string;
}

export class ConvictionDto {
  /** Name of the offence. @example "帮助信息网络犯罪活动罪" */
  @IsString()
  @MaxLength(100)
  offence: string;

  /** Whether a criminal penalty was actually imposed. @example true */
  @IsBoolean()
  punished: boolean;

  /** @example "2024-11-20" */
  @IsOptional()
  @Matches(DAY)
  judgedOn?: string;
}

export class OrganDto {
  /** GB/T 2260 code of its region. @example "500000" */
  @Matches(/^\d{6}$/)
  code: string;

  /** @example "city" */
  @IsIn(ORGAN_LEVELS)
  level: OrganLevel;

  /** @example "重庆市公安局" */
  @IsString()
  @Length(1, 200)
  name: string;
}

export class ImplicatedCardDto {
  /** @example "bank_account" */
  @IsIn(CARD_KINDS)
  kind: CardKind;

  /** @example "6232300000019684190" */
  @IsString()
  @Length(1, 64)
  number: string;

  /** @example "A500160116941" */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  caseNo?: string;
}

/** One designation: this subject, these acts or this conviction, this organ, this document, this day. */
export class DesignationDto {
  @ValidateNested()
  @Type(() => SubjectDto)
  subject: SubjectDto;

  /** May be left out where the designation day and the organ's province determine it. @example "cn-joint-2024" */
  @IsOptional()
  @Matches(/^[a-z0-9-]{3,60}$/)
  regime?: string;

  /** @example "rent" */
  @IsIn(GROUNDS)
  ground: Ground;

  /** How many cards. @example 3 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  items?: number | null;

  /** How often. @example 1 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  times?: number | null;

  /** To how many recipients. @example 1 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  recipients?: number | null;

  /** @example ["bank_account"] */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  itemKinds?: string[] | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => ConvictionDto)
  conviction?: ConvictionDto | null;

  /** Day in Asia/Shanghai. @example "2024-12-10" */
  @Matches(DAY)
  identifiedOn: string;

  @ValidateNested()
  @Type(() => OrganDto)
  identifyingOrgan: OrganDto;

  /** @example null */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  provinceApprovalNo?: string | null;

  /** @example null */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  tier?: string | null;

  /** @example "认字〔2024〕00001号" */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  documentNo?: string | null;

  /** @example "2024-12-12" */
  @IsOptional()
  @Matches(DAY)
  noticeServedOn?: string | null;

  /** First day of the term, if it is not the designation day. @example null */
  @IsOptional()
  @Matches(DAY)
  termStart?: string | null;

  /** Last day of the acts or of the offence: whoever was a minor then is never published. @example null */
  @IsOptional()
  @Matches(DAY)
  conductOn?: string | null;

  /** Whole years named by the list; never more than the regime allows. @example 2 */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  termYears?: number | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ImplicatedCardDto)
  implicatedCards?: ImplicatedCardDto[] | null;
}

export class CreateListDto {
  /** @example "2024 年第 12 批" */
  @IsString()
  @Length(1, 200)
  title: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => DesignationDto)
  entries: DesignationDto[];
}

export class RemarkDto {
  /** @example "核对无误" */
  @IsString()
  @Length(1, 2000)
  remark: string;
}

export class ApproveDto extends RemarkDto {
  /** Hex, as the list shows it; another content is refused. @example null */
  @IsOptional()
  @IsHexadecimal()
  @Length(64, 64)
  contentHash?: string | null;
}

export class ListQuery {
  @IsOptional()
  @IsIn(LIST_STATES)
  state?: ListState;

  @IsOptional()
  @IsIn(['sanctions', 'card_blacklist'])
  purpose?: 'sanctions' | 'card_blacklist';

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

export class EntryQuery {
  @IsOptional()
  @IsIn(['accepted', 'rejected'])
  verdict?: 'accepted' | 'rejected';

  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}

export class ListCounts {
  /** @example 300 */
  total: number;
  /** @example 283 */
  accepted: number;
  /** @example 17 */
  rejected: number;
}

export class ListResponse {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "2021 年电信惩戒第一批" */
  title: string;
  purpose: 'sanctions' | 'card_blacklist';
  /** Officer file template. @example "telecom-batch" */
  template: string | null;
  fileName: string | null;
  state: ListState;
  counts: ListCounts;
  /** SHA-256 over all rows and verdicts: what the approver signs. */
  contentHash: string;
  /** Lowest level of police organ that may approve it. @example "city" */
  requiredLevel: OrganLevel;
  rulebook: string;
  authorId: string;
  /** Instant, ISO 8601 with offset. */
  createdAt: string;
  submittedAt: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  remark: string | null;
  /** From this revision on every decision knows the list. @example 12 */
  revision: number | null;
}

/** What has become of the sanctions of an approved list. */
export class ListSanctions {
  /** @example 12 */
  total: number;
  /** In force now. @example 7 */
  inForce: number;
  annulled: number;
  /** Last day on which any of them is in force, Asia/Shanghai; null if all were annulled. @example "2026-12-10" */
  lastDay: string | null;
  /** Whether none is in force any more, nor will be. */
  isClosed: boolean;
}

export class ListDetailResponse extends ListResponse {
  /** Null of a list that made no sanctions. */
  sanctions: ListSanctions | null;
}

export class LeftAsideLine {
  /** Empty for CSV. */
  sheet: string;
  /** As the spreadsheet shows it. @example 302 */
  line: number;
  why: 'total' | 'repeated_header';
}

export class LeftAsideResponse {
  /** Sheets without a known header. */
  sheets: string[];
  /** Total lines and repeated headers. */
  lines: LeftAsideLine[];
}

export class ImportResponse extends ListResponse {
  /** What of the file is in no row of the list. */
  leftAside: LeftAsideResponse;
}

export class ListPageResponse {
  items: ListResponse[];
  nextCursor: string | null;
}

export class StepResponse {
  id: string;
  state: ListState;
  /** Only after approval. @example 12 */
  revision?: number;
}

export class EntryResponse {
  /** 1-based data row. @example 5 */
  row: number;
  verdict: 'accepted' | 'rejected';
  /** Why the row is refused. @example "DUPLICATE_IN_LIST" */
  code?: string;
  /** Sentence for the code, in the language of the request. */
  reason?: string;
  /** Field of the designation the code is about. @example "subject.idNumber" */
  field?: string;
  notes: string[];
  category?: string;
  /** What was understood. */
  entry: Record<string, unknown> | null;
  /** What was written, of refused and noted rows: the cells by column, or the entry of the request. */
  raw: Record<string, unknown> | null;
}

export class EntryPageResponse {
  items: EntryResponse[];
  nextCursor: string | null;
}
