import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { CARD_KINDS, ID_TYPES, type CardKind, type IdType, type SubjectKind } from '../domain/designation.js';
import { CARD_STATUSES, type CardStatus } from './card-record.js';

export class HolderDto {
  /** A unit has a `uscc`; absent, the identifier type tells. @example "person" */
  @IsOptional()
  @IsIn(['person', 'unit'])
  kind?: SubjectKind;

  /** @example "resident_id" */
  @IsIn(ID_TYPES)
  idType: IdType;

  /** In any spelling. @example "500117188009177151" */
  @IsString()
  @Length(1, 64)
  idNumber: string;

  /** @example "朱桂国" */
  @IsString()
  @Length(1, 200)
  name: string;
}

export class CardDto {
  /** One of the kinds the institution holds. @example "mobile_sim" */
  @IsIn(CARD_KINDS)
  kind: CardKind;

  /** In any spelling. @example "19900495888" */
  @IsString()
  @Length(1, 64)
  number: string;

  @ValidateNested()
  @Type(() => HolderDto)
  holder: HolderDto;

  /** Day in Asia/Shanghai. @example "2016-05-09" */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  openedOn?: string;

  /** @example "active" */
  @IsIn(CARD_STATUSES)
  status: CardStatus;

  /**
   * Day in Asia/Shanghai on which the card was last used (a call, a transaction), or `never`. Absent: what was said before stays.
   * @example "2020-11-02"
   */
  @IsOptional()
  @Matches(/^(\d{4}-\d{2}-\d{2}|never)$/)
  lastUsedOn?: string;

  /** Day in Asia/Shanghai on which the holder was last verified after the opening. Absent: what was said before stays. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  verifiedOn?: string;

  /** Code of the institution; another one than the sender is refused. @example "demo-carrier-a" */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  institution?: string;
}

export class PutCardsRequest {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  @Type(() => CardDto)
  cards: CardDto[];
}

export class CardErrorView {
  /** 1-based row, line or element. @example 17 */
  row: number;
  /** @example "INVALID_ID_CHECKSUM" */
  code: string;
  /** @example "holder.idNumber" */
  path: string;
}

export class CardCountsResponse {
  /** @example 15600 */
  total: number;
  /** @example 15600 */
  created: number;
  /** @example 0 */
  updated: number;
  /** @example 0 */
  unchanged: number;
  /** @example 0 */
  rejected: number;
  /** The first 1,000; `rejected` counts them all. */
  errors: CardErrorView[];
  /** From this revision on every decision knows the cards. @example 12 */
  revision: number;
}

/** A card without its holder: the institution said who that is, and what is recorded of that person others may have said. */
export class CardView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "mobile_sim" */
  kind: CardKind;
  /** @example "19900495888" */
  number: string;
  /** Day in Asia/Shanghai. @example "2016-05-09" */
  openedOn: string | null;
  /** Day in Asia/Shanghai, or `never`; null where it was never said. @example "2020-11-02" */
  lastUsedOn: string | null;
  /** Day in Asia/Shanghai. @example null */
  verifiedOn: string | null;
  /** @example "active" */
  status: CardStatus;
  /** Instant, ISO 8601 with offset. @example "2025-01-05T10:00:00.000+08:00" */
  updatedAt: string;
}

export class CardPage {
  items: CardView[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export class CardsQuery {
  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}
