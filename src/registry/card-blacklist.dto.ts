import { IsIn, IsString, Length } from 'class-validator';
import { CARD_KINDS, type CardKind } from '../domain/designation.js';

export class CardCheckRequest {
  /** @example "mobile_sim" */
  @IsIn(CARD_KINDS)
  kind: CardKind;

  /** In any spelling. @example "19900495888" */
  @IsString()
  @Length(1, 64)
  number: string;
}

export class CardCheckResponse {
  /** @example "implicated" */
  status: 'clear' | 'implicated' | 'suspicious';
  /** The codes of the bank-police platform: 0 not listed, 1 implicated (涉案), 2 suspicious (可疑). @example "1" */
  code: '0' | '1' | '2';
  /** Only for officers and for the institution that holds the card. @example "A500160116941" */
  caseNo?: string;
  /** Day in Asia/Shanghai. @example "2021-08-01" */
  since?: string;
}
