import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { CARD_KINDS, type CardKind } from '../domain/designation.js';
import { PageQueryDto } from '../platform/page-query.dto.js';

/** Which entries of the card blacklist; all filters together. */
export class CardListingsQuery extends PageQueryDto {
  @IsOptional()
  @IsIn(['implicated', 'suspicious'])
  status?: 'implicated' | 'suspicious';

  @IsOptional()
  @IsIn(CARD_KINDS)
  kind?: CardKind;

  /** `listed`: those that stand; `cleared`: those that were taken off. Absent: both. */
  @IsOptional()
  @IsIn(['listed', 'cleared'])
  state?: 'listed' | 'cleared';

  /** Listed since this day or later, Asia/Shanghai. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  since?: string;
}

/** By case number, by card number, or both: in the body, never in a URL. */
export class CardListingSearchRequest extends CardListingsQuery {
  /** As the lead sheet has it. @example "A500160116941" */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  caseNo?: string;

  /** In any spelling. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  number?: string;
}

/** A row of a list. */
export class ListRowView {
  listId: string;
  /** @example 12 */
  row: number;
}

/** The row that took a card off the blacklist. */
export class CardClearingView extends ListRowView {
  /** From this revision on the listing counts no more. @example 17 */
  revision: number;
}

export class CardListingView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "mobile_sim" */
  kind: CardKind;
  /** @example "199******88" */
  numberMasked: string;
  /** @example "implicated" */
  status: 'implicated' | 'suspicious';
  /** @example "A500160116941" */
  caseNo: string | null;
  /** Day in Asia/Shanghai. @example "2021-08-01" */
  since: string;
  /** The row it comes from. */
  source: ListRowView;
  /** From this revision on every answer knows it. @example 12 */
  revision: number;
  /** Null while it stands. */
  cleared: CardClearingView | null;
}

export class CardListingPage {
  items: CardListingView[];
  /** Null on the last page. */
  nextCursor: string | null;
}
