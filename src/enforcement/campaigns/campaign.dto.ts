import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
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
import {
  CAMPAIGN_KINDS,
  ITEM_STATES,
  REPORT_RESULTS,
  type CampaignKind,
  type CampaignState,
  type ItemState,
  type ReportResult,
  type TimeAllowed,
} from '../../domain/campaign.js';
import { CARD_KINDS, type CardKind } from '../../domain/designation.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';

export class CampaignDto {
  /** `silent_sim` 静默卡, `iot_sample` 物联网卡抽查, `dormant_account` 睡眠账户. @example "silent_sim" */
  @IsIn(CAMPAIGN_KINDS)
  kind: CampaignKind;

  /** @example "静默卡二次实人认证(第一批)" */
  @IsString()
  @Length(1, 200)
  title: string;

  /** GB/T 2260 code: only institutions of the region. Absent: of all. @example "500000" */
  @IsOptional()
  @Matches(/^\d{6}$/)
  region?: string;

  /** Codes; absent: every institution that holds such cards. @example ["demo-carrier-a"] */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  institutionCodes?: string[];

  /** Of a kind that takes a sample: how many percent of the cards, instead of what the rulebook says. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  samplePercent?: number;
}

export class ReportDto {
  /** @example "mobile_sim" */
  @IsIn(CARD_KINDS)
  kind: CardKind;

  /** In any spelling. @example "19900495888" */
  @IsString()
  @Length(1, 64)
  number: string;

  /** `notified`: the holder was told; `cancelled`: 销户、销号. @example "verified" */
  @IsIn(REPORT_RESULTS)
  result: ReportResult;

  /** When, ISO 8601 with offset; not before the card was selected. @example "2021-07-03T09:00:00+08:00" */
  @IsString()
  @MaxLength(40)
  at: string;
}

export class ReportsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  @Type(() => ReportDto)
  items: ReportDto[];
}

export class ReportErrorView {
  /** 1-based line or element. @example 17 */
  row: number;
  /** `CARD_NOT_IN_CAMPAIGN`, `REPORT_OF_FUTURE`, `REPORT_BEFORE_SELECTION`, or what is wrong with a field. @example "CARD_NOT_IN_CAMPAIGN" */
  code: string;
  /** @example "number" */
  path: string;
}

export class ReportCountsResponse {
  /** @example 1000 */
  total: number;
  /** Reports that said something new. @example 990 */
  taken: number;
  /** Said before, or outweighed by a later one. @example 8 */
  unchanged: number;
  /** @example 2 */
  rejected: number;
  /** The first 1,000; `rejected` counts them all. */
  errors: ReportErrorView[];
  /** From this revision on directives follow from the reports. @example 12 */
  revision: number;
}

export class CampaignItemsQuery extends PageQueryDto {
  /** As it is now. */
  @IsOptional()
  @IsIn(ITEM_STATES)
  state?: ItemState;

  /** Code of an institution. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  institution?: string;
}

export class CampaignItemView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  cardId: string;
  /** @example "mobile_sim" */
  kind: CardKind;
  /** @example "199******88" */
  numberMasked: string;
  /** Code. @example "demo-carrier-a" */
  institution: string;
  /** @example "suspended" */
  state: ItemState;
  /** @example "2021-07-01T10:00:00.000+08:00" */
  issuedAt: string;
  notifiedAt: string | null;
  reportedAt: string | null;
  /** The last instant at which a verification is in time. @example "2021-07-02T10:00:00.000+08:00" */
  deadlineAt: string;
}

/** How one card stands in a campaign. */
export class CardCampaignView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  campaignId: string;
  kind: CampaignKind;
  title: string;
  state: ItemState;
  /** Instants with offset. */
  issuedAt: string;
  notifiedAt: string | null;
  reportedAt: string | null;
  /** The last instant at which a verification is in time. */
  deadlineAt: string;
}

export class CampaignItemPage {
  items: CampaignItemView[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export class PreviewCountView {
  /** Code. @example "demo-carrier-a" */
  institution: string;
  /** @example 120 */
  cards: number;
}

export class PreviewSampleView {
  /** Code. @example "demo-carrier-a" */
  institution: string;
  /** @example "mobile_sim" */
  kind: CardKind;
  /** @example "199******88" */
  numberMasked: string;
}

export class TimeAllowedView {
  /** @example 24 */
  length: number;
  /** @example "hours" */
  unit: TimeAllowed['unit'];
}

export class CampaignView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "silent_sim" */
  kind: CampaignKind;
  /** @example "静默卡二次实人认证(第一批)" */
  title: string;
  /** `selecting`: it runs, and goes on finding cards. @example "running" */
  state: CampaignState;
  /** @example "500000" */
  region: string | null;
  /** Percent of the cards that are selected; null: all of them. @example null */
  samplePercent: number | null;
  /** Officer. */
  authorId: string;
  /** @example "2021-07-01T09:00:00.000+08:00" */
  createdAt: string;
  /** Another officer. */
  startedBy: string | null;
  startedAt: string | null;
  /** Of the catalogue, from the start on. @example "sim.verification" */
  measure: string | null;
  /** How long holders have from the notice, from the start on. */
  timeAllowed: TimeAllowedView | null;
  /** Cards of the kind the selection has looked at. @example 15600 */
  lookedAt: number;
  /** Cards it has selected. @example 120 */
  selected: number;
  /** When the selection came to its end. */
  selectedAt: string | null;
  endedBy: string | null;
  endedAt: string | null;
  /** Of its last step. */
  revision: number | null;
}

export class CampaignPreview {
  /** What a draft would have selected when it was made. */
  byInstitution: PreviewCountView[];
  /** Some of these cards. */
  samples: PreviewSampleView[];
}

/** Cards by how they stand now. */
export class CampaignCounts {
  /** @example 3 */
  selected: number;
  /** @example 10 */
  notified: number;
  /** Did not pass yet. @example 0 */
  failed: number;
  /** Not verified in time. @example 2 */
  suspended: number;
  /** @example 100 */
  verified: number;
  /** Given up by their holders. @example 5 */
  cancelled: number;
  /** The campaign ended before their time was over. @example 0 */
  withdrawn: number;
}

export class InstitutionProgress extends CampaignCounts {
  /** Code. @example "demo-carrier-a" */
  institution: string;
}

export class RegionProgress extends CampaignCounts {
  /** GB/T 2260 code of the institutions. @example "500000" */
  region: string;
}

export class CampaignDetail extends CampaignView {
  preview: CampaignPreview;
  counts: CampaignCounts;
  byInstitution: InstitutionProgress[];
  byRegion: RegionProgress[];
}

export class CampaignPage {
  items: CampaignView[];
  /** Null on the last page. */
  nextCursor: string | null;
}
