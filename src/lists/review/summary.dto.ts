import type { CardKind, Ground, OrganLevel, RowCode, RowNote, SubjectKind } from '../../domain/designation.js';

export class Wording {
  /** @example "非法出租" */
  zh: string;
  /** @example "Illegal renting out" */
  en: string;
}

export class GroundCount {
  /** @example "rent" */
  ground: Ground;
  title: Wording;
  /** @example 120 */
  count: number;
}

export class RegimeCount {
  /** @example "cn-joint-2024" */
  regime: string;
  title: Wording;
  count: number;
}

export class CategoryCount {
  /** @example "cn-joint-2024" */
  regime: string;
  /** @example "category-2" */
  category: string;
  title: Wording;
  count: number;
}

export class SubjectKindCount {
  /** @example "person" */
  kind: SubjectKind;
  count: number;
}

export class OrganCount {
  /** GB/T 2260 code of its region. @example "340100" */
  code: string;
  /** @example "city" */
  level: OrganLevel;
  /** @example "合肥市公安局" */
  name: string;
  count: number;
}

export class MeasureCount {
  /** @example "bank.noncounter" */
  measure: string;
  title: Wording;
  /** Sanctions with it. */
  count: number;
  /** The latest last day of any, Asia/Shanghai. @example "2029-12-10" */
  longestLastDay: string;
  /** How many the cap took days from. @example 2 */
  capped: number;
}

export class RefusalCount {
  /** @example "DUPLICATE_IN_LIST" */
  code: RowCode;
  reason: Wording;
  count: number;
}

export class NoteCount {
  /** @example "NAME_DIFFERS" */
  note: RowNote;
  count: number;
}

export class ChainCounts {
  /** Sanctions that are a chain of their own. @example 118 */
  alone: number;
  /** Sanctions that are cumulated with earlier ones of the same subject and regime. @example 2 */
  joining: number;
  /** Sanctions the five-year cap takes days from. @example 1 */
  capped: number;
  /** Sanctions a human should look at: the cap takes more than half, or a late start leaves a gap. @example 0 */
  needsReview: number;
}

/** Numbers of the first 200 rows an approver may want to look at one by one. */
export class NotableRows {
  /** @example [5, 17] */
  namesakes: number[];
  alreadySanctioned: number[];
  /** Cumulated with earlier sanctions. */
  joining: number[];
  capped: number[];
  needsReview: number[];
}

export class SanctionsSummary {
  byGround: GroundCount[];
  byRegime: RegimeCount[];
  byCategory: CategoryCount[];
  bySubjectKind: SubjectKindCount[];
  /** By organ as its name is written; of more than 200 spellings, each organ once, under its most frequent one. */
  byOrgan: OrganCount[];
  byMeasure: MeasureCount[];
  chains: ChainCounts;
  /** Subjects with another sanction in force, of any regime. @example 3 */
  alreadySanctioned: number;
  /** Minors on the day of the act: never published. @example 1 */
  minors: number;
  /** Subjects who share their name with somebody else, in the list or recorded before it. @example 4 */
  namesakes: number;
  notable: NotableRows;
}

export class CardKindCount {
  /** @example "mobile_sim" */
  kind: CardKind;
  title: Wording;
  count: number;
}

export class CardStatusCount {
  /** @example "implicated" */
  status: 'implicated' | 'suspicious' | 'clear';
  count: number;
}

export class CardInstitutionCount {
  /** Null: no institution has registered the card. @example "demo-carrier-a" */
  code: string | null;
  name: string | null;
  count: number;
}

export class CardsSummary {
  byKind: CardKindCount[];
  byStatus: CardStatusCount[];
  byInstitution: CardInstitutionCount[];
}

export class MassChange {
  /** @example 300 */
  accepted: number;
  /** Sanctions in force in the region of the organ that wrote the list; null for cards. @example 4200 */
  inForce: number | null;
  /** Median of the accepted rows of the organ's last approved lists; null without any. @example 120 */
  median: number | null;
  /** How many lists that is. @example 10 */
  lists: number;
  /** Whether somebody should ask before approving. Operational, not law. */
  isUnusual: boolean;
  /** Why. */
  reasons: Wording[];
}

/** What the rows of a list are refused for and noted with. */
export class ReasonsResponse {
  /** Refused rows by reason, the most frequent first. */
  refused: RefusalCount[];
  /** Accepted rows by note, the most frequent first. */
  notes: NoteCount[];
}

export class SummaryResponse extends ReasonsResponse {
  /** Of the list it was taken of. */
  contentHash: string;
  accepted: number;
  rejected: number;
  /** Null for the card blacklist. */
  sanctions: SanctionsSummary | null;
  /** Null for sanctions. */
  cards: CardsSummary | null;
  massChange: MassChange;
}
