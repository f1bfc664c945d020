import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { PageQueryDto } from '../platform/page-query.dto.js';

/** What the database takes for text. */
export const NO_NUL = /^[^\0]*$/;

/** Which sanctions, by the keys of `GET /v1/statistics`; all of them together. */
export class SanctionKeysQuery extends PageQueryDto {
  /** @example "cn-joint-2024" */
  @IsOptional()
  @IsString()
  @Length(1, 60)
  @Matches(NO_NUL)
  regime?: string;

  /** With its regime. @example "cn-joint-2024/category-2" */
  @IsOptional()
  @IsString()
  @Length(1, 120)
  @Matches(NO_NUL)
  category?: string;

  @IsOptional()
  @IsString()
  @Length(1, 60)
  @Matches(NO_NUL)
  ground?: string;

  /** GB/T 2260 code of the region of the identifying organ, with everything in it. */
  @IsOptional()
  @Matches(/^\d{6}$/)
  region?: string;

  /** A row of the statistics by region: what lies one level below `region`, or belongs to it directly. */
  @IsOptional()
  @Matches(/^\d{6}$/)
  part?: string;

  /** Only with this measure; `standing` and `event` of sanctions are then those of the measure. */
  @IsOptional()
  @IsString()
  @Length(1, 60)
  @Matches(NO_NUL)
  measure?: string;

  /** Code of an institution where the subject holds a card. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  @Matches(NO_NUL)
  institution?: string;
}
