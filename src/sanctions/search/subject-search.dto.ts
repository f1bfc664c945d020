import { Type } from 'class-transformer';
import { IsIn, IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import { CARD_KINDS, type CardKind } from '../../domain/designation.js';
import { IfPresent } from '../../platform/if-present.validator.js';
import { IdentifierDto, RevealRequest, SubjectView } from '../../registry/subject.dto.js';
import type { SanctionState } from '../sanction-state.js';

export class SoughtCardDto {
  /** Kinds that share their numbers are found together: all of telecom, or all that money is kept on. Absent: every kind. */
  @IfPresent()
  @IsIn(CARD_KINDS)
  kind?: CardKind;

  /** In any spelling. @example "19900495888" */
  @IsString()
  @Length(1, 64)
  number: string;
}

/** By identifier, by name or by card, one of them; always with a purpose. */
export class SubjectSearchRequest extends RevealRequest {
  @IfPresent()
  @ValidateNested()
  @Type(() => IdentifierDto)
  identifier?: IdentifierDto;

  /** The whole name. @example "尤静国" */
  @IfPresent()
  @IsString()
  @Length(1, 200)
  name?: string;

  @IfPresent()
  @ValidateNested()
  @Type(() => SoughtCardDto)
  card?: SoughtCardDto;

  /** `nextCursor` of the page before. */
  @IfPresent()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}

export class FoundSubjectView extends SubjectView {
  /** @example "identifier" */
  matchedBy: SoughtBy;
  /** Sanctions in force now. @example 1 */
  inForce: number;
  /** The heaviest of the subject's sanctions, in the order of the enumeration; null without any. @example "in_force" */
  heaviest: SanctionState | null;
}

/** A card with the number that was looked for. */
export class FoundCardView {
  /** Null: no institution has registered it, and it is on the card blacklist. */
  id: string | null;
  /** @example "mobile_sim" */
  kind: CardKind;
  /** @example "199******88" */
  numberMasked: string;
  /** Code of the institution that registered it. @example "demo-carrier-a" */
  institution: string | null;
  /** What the card blacklist says of it. @example "implicated" */
  status: 'clear' | 'implicated' | 'suspicious';
  /** Listed since this day, Asia/Shanghai. */
  since: string | null;
}

export class SubjectPage {
  items: FoundSubjectView[];
  /** Of a search by card. */
  cards: FoundCardView[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** By what somebody was found. */
export type SoughtBy = 'identifier' | 'name' | 'card';
