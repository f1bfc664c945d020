import type { CardKind } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';

/** What an accepted row of a lead sheet (断卡线索) says: this card, in this case. */
export interface CardLead {
  kind: CardKind;
  number: string;
  status: 'implicated' | 'suspicious';
  caseNo: string | null;
  leadNo: string | null;
  sinceOn: LocalDate;
}
