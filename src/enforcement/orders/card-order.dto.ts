import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import {
  CARD_ORDER_KINDS,
  CARD_ORDER_STATES,
  ORDERED_CARD_KINDS,
  type CardOrderKind,
  type CardOrderState,
  type OrderedCardKind,
} from '../../domain/card-order.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';

export class OrderedCardDto {
  /** A card that money is kept on. @example "bank_account" */
  @IsIn(ORDERED_CARD_KINDS)
  kind: OrderedCardKind;

  /** In any spelling. @example "6232300000019684190" */
  @IsString()
  @Length(1, 64)
  number: string;
}

export class CardOrderDto {
  /** `stop_payment` 紧急止付; `freeze` 冻结. @example "stop_payment" */
  @IsIn(CARD_ORDER_KINDS)
  kind: CardOrderKind;

  @ValidateNested()
  @Type(() => OrderedCardDto)
  card: OrderedCardDto;

  /** Code of the institution that keeps the card; needed unless exactly one has registered it. @example "demo-bank-a" */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  institutionCode?: string;

  /** @example "A500160116941" */
  @IsString()
  @Length(1, 100)
  caseNo: string;

  /** Why; only officers read it. @example "受害人报案称向该账户转账" */
  @IsString()
  @Length(1, 2_000)
  grounds: string;

  /** When it was reported to the police, ISO 8601 with offset. @example "2025-01-05T09:40:00+08:00" */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  reportedAt?: string;
}

export class OrderReasonDto {
  /** @example "经核查与案件无关" */
  @IsString()
  @Length(1, 500)
  reason: string;
}

export class CardOrdersQuery extends PageQueryDto {
  /** As it is now: what the clock has ended is `expired`. */
  @IsOptional()
  @IsIn(CARD_ORDER_STATES)
  state?: CardOrderState;
}

export class OrderedCardView {
  /** @example "bank_account" */
  kind: OrderedCardKind;
  /** @example "623**************90" */
  numberMasked: string;
}

export class OrderInstitutionView {
  /** @example "demo-bank-a" */
  code: string;
  /** @example "演示银行甲" */
  name: string;
}

export class CardOrderView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "stop_payment" */
  kind: CardOrderKind;
  /** `extending`: it stands, and a second officer has to decide on its extension. @example "standing" */
  state: CardOrderState;
  card: OrderedCardView;
  institution: OrderInstitutionView;
  /** Whether the institution has registered the card. @example false */
  isRegistered: boolean;
  /** Null: it has not. */
  cardId: string | null;
  /** @example "A500160116941" */
  caseNo: string;
  reportedAt: string | null;
  /** Officer. */
  authorId: string;
  /** Officer whose proposal waits for a second one, or was approved last. */
  proposedBy: string | null;
  approvedBy: string | null;
  /** @example "2025-01-05T10:00:00.000+08:00" */
  createdAt: string;
  /** Null until a freeze is approved. @example "2025-01-05T10:00:00.000+08:00" */
  startsAt: string | null;
  /** From this instant on it no longer stands, whether or not anybody does anything. @example "2025-01-07T10:00:00.000+08:00" */
  endsAt: string | null;
  /** How often it was extended. @example 0 */
  extensions: number;
  /** When it was released or rejected, or the clock ended it. */
  endedAt: string | null;
  /** Directives of this revision say it to the institution. @example 12 */
  revision: number;
}

export class CardOrderDetail extends CardOrderView {
  grounds: string;
  /** Why it was released or rejected. */
  endReason: string | null;
}

export class CardOrderPage {
  items: CardOrderView[];
  /** Null on the last page. */
  nextCursor: string | null;
}
