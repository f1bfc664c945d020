import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { DIMENSIONS, type Dimension } from './dimensions.js';

/** Of a century that has sanctions, or neighbours one. */
const DAY = /^(?:19|2[01])\d{2}-\d{2}-\d{2}$/;

/** What is counted. All days Asia/Shanghai, first and last inclusive. */
export class OverviewQuery {
  /** GB/T 2260 code of the region of the identifying organ, with everything in it. @example "500000" */
  @IsOptional()
  @Matches(/^\d{6}$/)
  region?: string;

  @IsOptional()
  @IsString()
  @Length(1, 60)
  regime?: string;

  /** First day of the period; the first of the month eleven months before `to` if absent. */
  @IsOptional()
  @Matches(DAY)
  from?: string;

  /** Last day of the period; `asOf` if absent. */
  @IsOptional()
  @Matches(DAY)
  to?: string;

  /** How sanctions stand at 24:00 of this day, by what is known now; today if absent. */
  @IsOptional()
  @Matches(DAY)
  asOf?: string;
}

/** What is counted, and by what. */
export class StatisticsQuery extends OverviewQuery {
  /** By what; `regime` if absent. With `region`, `by=region` shows what lies one level below it. @example "regime" */
  @IsOptional()
  @IsIn(DIMENSIONS)
  by?: Dimension;

  /** @example "json" */
  @IsOptional()
  @IsIn(['json', 'csv'])
  format?: 'json' | 'csv';
}

/** As of the day. */
export class StandingCountsView {
  /** Subjects under at least one sanction. @example 12 */
  subjects: number;
  /** Sanctions in force. @example 13 */
  inForce: number;
  /** Had their last day before. @example 2 */
  ended: number;
  /** @example 0 */
  lifted: number;
  /** As if they never were, whenever that was found. @example 0 */
  annulled: number;
}

/** In the period. */
export class EventCountsView {
  /** Sanctions made known by an approval. @example 13 */
  new: number;
  /** Sanctions that had their last day. @example 2 */
  ended: number;
  /** @example 0 */
  lifted: number;
  /** @example 0 */
  annulled: number;
}

/** Issued in the period. */
export class DirectiveCountsView {
  /** All, restoring ones too. @example 40 */
  issued: number;
  /** Imposing something on a single card; without those that another one took the place of before anybody answered. @example 30 */
  onCards: number;
  /** Of these, those whose institution said that it did. @example 27 */
  executed: number;
  /** `executed` of `onCards`, 0 to 1; null without any. @example 0.9 */
  enforcedShare: number | null;
  /** On single cards, imposing or restoring, open, unanswered, and past their clock now. @example 1 */
  overdue: number;
  /** Hours from issue to execution: half of them took fewer. Null if none was executed. @example 5.5 */
  medianHoursToEnforce: number | null;
  /** The same of restoring directives. @example 3 */
  medianHoursToRelease: number | null;
}

/** In the period. What is about no sanction belongs to no region, organ, regime, institution, measure, ground or category. */
export class AppealCountsView {
  /** @example 2 */
  filed: number;
  /** @example 1 */
  upheld: number;
  /** @example 1 */
  dismissed: number;
  /** `upheld` of those decided, 0 to 1; null without any. @example 0.5 */
  upheldShare: number | null;
}

export class StatisticsRow {
  /** Region code, organ as `<code>/<level>`, regime, institution code, measure, ground, `<regime>/<category>`, or month. @example "cn-joint-2024" */
  key: string;
  /** In the language of the request. @example "联合惩戒办法(2024)" */
  name: string;
  standing: StandingCountsView;
  period: EventCountsView;
  directives: DirectiveCountsView;
  appeals: AppealCountsView;
}

export class StatisticsScope {
  /** @example "2026-11-22" */
  asOf: string;
  /** @example "2025-12-01" */
  from: string;
  /** @example "2026-11-22" */
  to: string;
  region: string | null;
  regime: string | null;
  /** A sanction of several measures, or a subject with cards at several institutions, counts once here and in each of their rows. */
  total: StatisticsRow;
}

export class StatisticsResponse extends StatisticsScope {
  by: Dimension;
  /** In the order of their keys; rows without anything to count are absent. */
  rows: StatisticsRow[];
}

/** What a dashboard shows, of one state of the books; rows as {@link StatisticsResponse} has them. */
export class StatisticsOverview extends StatisticsScope {
  /** One level below the region that was asked for. */
  regions: StatisticsRow[];
  institutions: StatisticsRow[];
  months: StatisticsRow[];
}
