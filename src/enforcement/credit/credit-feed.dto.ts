import { IsIn, IsOptional } from 'class-validator';
import type { IdType, OrganLevel, SubjectKind } from '../../domain/designation.js';
import type { CreditList, CreditNewsKind, CreditReason } from './credit-news.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';

/** From where on, and of which list. */
export class CreditFeedQuery extends PageQueryDto {
  /** Absent: both. */
  @IsOptional()
  @IsIn(['dishonesty', 'database'])
  list?: CreditList;
}

export class CreditSubjectView {
  kind: SubjectKind;
  /** @example "resident_id" */
  idType: IdType;
  /** In full to a regulator, masked to an officer. @example "500230188004276798" */
  idNumber: string;
  /** In full to a regulator, masked to an officer. @example "尤静国" */
  name: string;
}

export class CreditOrganView {
  /** GB/T 2260 code of its region. @example "340100" */
  code: string;
  level: OrganLevel;
  /** @example "合肥市公安局" */
  name: string;
}

export class CreditBasisView {
  /** @example "joint-measures-2024" */
  source: string;
  /** @example "C1" */
  article: string;
  title: string;
}

export class CreditReasonView {
  /**
   * `listed`; of a correction `extended`, `shortened`, `changed`; of a removal `ended`, `lifted`, `suspended`, `annulled`, `withdrawn`. A
   * correction may be `lifted`, `suspended` or `annulled` too: the sanction the earlier item rested on was, another one still stands.
   */
  code: CreditReason;
  /** In the language of the request. */
  text: string;
}

export class CreditItemView {
  /** Grows; the order of what happened. @example 7 */
  seq: number;
  /** What a receipt is given to. @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  directiveId: string;
  /** `correction`: takes the place of the item it corrects; `removal`: takes it away. */
  kind: CreditNewsKind;
  list: CreditList;
  subject: CreditSubjectView;
  /** The sanction the entry rests on; whatever follows up to `from` is of it. */
  sanctionId: string;
  /** @example "cn-joint-2024" */
  regime: string;
  /** @example "category-1" */
  category: string;
  organ: CreditOrganView;
  documentNo: string | null;
  basis: CreditBasisView[];
  /** First day, Asia/Shanghai. @example "2024-12-10" */
  from: string;
  /** Last day, inclusive; of a removal what the removed entry said. @example "2027-12-10" */
  lastDay: string;
  reason: CreditReasonView;
  /** Instant with offset. @example "2024-12-11T10:00:00.000+08:00" */
  occurredAt: string;
  /** `seq` of the item that is corrected or removed. @example 5 */
  corrects?: number;
}

export class CreditFeedPage {
  items: CreditItemView[];
  /** The place reached: hand it back as `cursor`, now or tomorrow. There always is one, also when nothing was new. */
  nextCursor: string;
  /** Whether there is more already. */
  hasMore: boolean;
}
