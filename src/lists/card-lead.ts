import type { CardKind, SubjectIdentity } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';

/** What an accepted row of a lead sheet (断卡线索) says: this card, in this case. */
export interface CardLead {
  kind: CardKind;
  number: string;
  /** `clear` takes the card off the blacklist, as far as this case put it there. */
  status: 'implicated' | 'suspicious' | 'clear';
  caseNo: string | null;
  leadNo: string | null;
  /** Day since which the card is listed; of a row that clears, the day of the sheet. */
  sinceOn: LocalDate;
  /** Absent in rows that were stored before it was kept. */
  holder?: SubjectIdentity;
}
