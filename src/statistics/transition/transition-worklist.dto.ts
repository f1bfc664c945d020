import { IsOptional, IsString, Length, Matches } from 'class-validator';
import type { OrganLevel, RowCode } from '../../domain/designation.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';

/** Which old sanctions; all filters together. */
export class TransitionWorklistQuery extends PageQueryDto {
  /** One ended regime. */
  @IsOptional()
  @IsString()
  @Length(1, 60)
  regime?: string;

  /** GB/T 2260 code of the region of the identifying organ, with everything in it: 340000 is a province, 340100 a city. */
  @IsOptional()
  @Matches(/^\d{6}$/)
  organ?: string;
}

export class TransitionOrganView {
  /** @example "340100" */
  code: string;
  level: OrganLevel;
  /** @example "合肥市公安局" */
  name: string;
}

export class TransitionMeasureView {
  /** @example "bank.noncounter.outflow" */
  measure: string;
  firstDay: string;
  /** Inclusive, Asia/Shanghai. */
  lastDay: string;
}

export class UnderNewerView {
  /** @example "cn-joint-2024" */
  regime: string;
  /** Whether it would have taken the row. @example false */
  listed: boolean;
  /** Why not, as a row verdict. @example "NEEDS_PROVINCE" */
  verdict?: RowCode;
  /** @example "category-2" */
  category?: string;
  /** The latest last day of `measures`. @example "2024-11-30" */
  lastDay?: string;
  /** Those that ask of the same party what the old ones ask; what the newer regime adds is no part of the comparison. */
  measures: TransitionMeasureView[];
}

export class TransitionBasisView {
  /** @example "interpretations" */
  source: string;
  /** @example "I-5" */
  article: string;
  title: string;
}

export class TransitionItem {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  sanctionId: string;
  subjectId: string;
  /** @example "cn-fin-2019" */
  regime: string;
  /** Day in Asia/Shanghai. @example "2022-11-30" */
  identifiedOn: string;
  organ: TransitionOrganView;
  documentNo: string | null;
  /** Until when it runs on. @example "2027-11-30" */
  lastDay: string;
  underNewer: UnderNewerView;
  /** Days from today to `lastDay` that would fall away. @example 374 */
  daysSaved: number;
  basis: TransitionBasisView[];
  /** It is advice by interpretation: nothing is changed. */
  mark: 'I';
}

export class TransitionWorklistPage {
  /** In the order of sanction ids. */
  items: TransitionItem[];
  /** Null at the end. A page may be short, or empty, and not the last. */
  nextCursor: string | null;
}
