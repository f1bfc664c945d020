import type { CardKind, IdType, SubjectIdentity } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import { readCardNumber } from './card-cells.js';
import type { Recognised } from './recognise-template.js';
import { remembered } from './remembered.js';
import { isPlainDay, RowReading } from './row-reading.js';
import type { RowResult } from './row-result.js';
import { readIdentifier, readSubject } from './subject-cells.js';
import { readCardKind, readDay, readLeadStatus, readStatus, type LeadStatus } from './written-values.js';

/** A row of a lead sheet (断卡线索): this card served this case, or is cleared of it. */
export interface CardLead {
  kind: CardKind;
  number: string;
  /** `implicated` where the sheet does not say. */
  status: LeadStatus;
  leadNo: string;
  /** Only a row that clears a card may lack it: then the listing had none either. */
  caseNo?: string;
  /** Day since which the card is listed, where the sheet says it. */
  listedOn?: LocalDate;
  holder: SubjectIdentity;
}

/** A row of a card registry: an institution holds this card for this subject. */
export interface CardRecord {
  /** Id or code of the institution, where the file names one. */
  institution?: string;
  kind: CardKind;
  number: string;
  holder: SubjectIdentity;
  openedOn?: LocalDate;
  lastUsedOn?: LocalDate | 'never';
  verifiedOn?: LocalDate;
  status: 'active' | 'suspended' | 'closed';
}

/** A row of a bank's own table (惩戒人员信息表): somebody to look up. */
export interface Customer {
  idType: IdType;
  idNumber: string;
  phone?: string;
}

/** Compiles the reading of a lead sheet; its one number column says whether it lists phones or accounts. */
export function cardLeadReader({ columns }: Recognised): (cells: readonly string[]) => RowResult<CardLead> {
  const isPhoneSheet = columns.phone !== undefined;
  const key = isPhoneSheet ? 'phone' : 'account';
  const kind = isPhoneSheet ? 'mobile_sim' : 'bank_account';
  const statusOf = remembered(readLeadStatus, 1_000);
  const dayOf = remembered(readDay);
  return (cells) => {
    const row = new RowReading(columns, cells);
    const status = row.optional('listing', 'listing', statusOf) ?? 'implicated';
    const leadNo = row.required('leadNo', 'leadNo');
    const caseNo = status === 'clear' ? row.text('caseNo') : row.required('caseNo', 'caseNo');
    const listedOn = row.optional('listedOn', 'listedOn', dayOf);
    const number = readCardNumber(row, key, kind, 'number');
    const holder = readSubject(row, 'holder');
    if (number === null || holder === null) return row.result<CardLead>(null);
    const lead: CardLead = { kind, number, status, leadNo, holder };
    if (caseNo !== '') lead.caseNo = caseNo;
    if (listedOn !== undefined) lead.listedOn = listedOn;
    return row.result(lead);
  };
}

/** What stands in the column of the last use where there was none. */
const NEVER_USED: ReadonlySet<string> = new Set(['从未使用', '未使用', 'never']);

/** Compiles the reading of a card registry. */
export function cardRecordReader({ columns }: Recognised): (cells: readonly string[]) => RowResult<CardRecord> {
  const kindOf = remembered(readCardKind, 1_000);
  const statusOf = remembered(readStatus, 1_000);
  const dayOf = remembered(readDay);
  return (cells) => {
    const row = new RowReading(columns, cells);
    row.required('cardKind', 'kind');
    const kind = row.optional('cardKind', 'kind', kindOf) ?? null;
    const number = kind === null ? null : readCardNumber(row, 'cardNumber', kind, 'number');
    const holder = readSubject(row, 'holder');
    row.required('status', 'status');
    const status = row.optional('status', 'status', statusOf) ?? null;
    const plainDayOf = (text: string): LocalDate | null => (isPlainDay(text) ? text : dayOf(text));
    const openedOn = row.optional('openedOn', 'openedOn', plainDayOf);
    const lastUsedOn = row.optional('lastUsedOn', 'lastUsedOn', (text) =>
      NEVER_USED.has(text) ? 'never' : plainDayOf(text),
    );
    const verifiedOn = row.optional('verifiedOn', 'verifiedOn', plainDayOf);
    const institution = row.text('institution');
    if (kind === null || number === null || holder === null || status === null) return row.result<CardRecord>(null);
    const record: CardRecord = { kind, number, holder, status };
    if (openedOn !== undefined) record.openedOn = openedOn;
    if (lastUsedOn !== undefined) record.lastUsedOn = lastUsedOn;
    if (verifiedOn !== undefined) record.verifiedOn = verifiedOn;
    if (institution !== '') record.institution = institution;
    return row.result(record);
  };
}

/** Compiles the reading of the two-column bank table. */
export function customerReader({ columns }: Recognised): (cells: readonly string[]) => RowResult<Customer> {
  return (cells) => {
    const row = new RowReading(columns, cells);
    const identifier = readIdentifier(row, '');
    const isPhoneSaid = row.text('phone') !== '';
    const phone = isPhoneSaid ? readCardNumber(row, 'phone', 'mobile_sim', 'phone') : null;
    if (identifier === null) return row.result<Customer>(null);
    const { idType, idNumber } = identifier;
    return row.result<Customer>(phone === null ? { idType, idNumber } : { idType, idNumber, phone });
  };
}
