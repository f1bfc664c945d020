import { ApiProperty } from '@nestjs/swagger';
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
import type { LocalDate } from '../domain/period.js';
import { LIST_STATES, type ListState } from '../domain/sanction-list.js';
import { IsLocalDate } from '../platform/local-date.validator.js';

/** The database has no such character in a text. */
const NO_NUL = /^[^\0]*$/;
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

  /** Only one's own lists. */
  @IsOptional()
  @IsIn(['me'])
  author?: 'me';

  /** Part of the title. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(NO_NUL)
  q?: string;

  /** Code of the institution of the author. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(NO_NUL)
  organ?: string;

  /** First day of creation, Asia/Shanghai. */
  @ApiProperty({ type: String, required: false, example: '2025-01-01' })
  @IsOptional()
  @IsLocalDate()
  from?: LocalDate;

  /** Last day of creation, Asia/Shanghai. */
  @ApiProperty({ type: String, required: false, example: '2027-12-31' })
  @IsOptional()
  @IsLocalDate()
  to?: LocalDate;

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
