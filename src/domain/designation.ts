import type { LocalDate } from './period.js';

/** A person or a unit (company, organisation). */
export type SubjectKind = 'person' | 'unit';

export const ID_TYPES = [
  'resident_id',
  'uscc',
  'passport',
  'hk_macao_permit',
  'taiwan_permit',
  'hmt_residence_permit',
  'foreign_permanent_resident_id',
] as const;
export type IdType = (typeof ID_TYPES)[number];

export const ORGAN_LEVELS = ['county', 'city', 'province', 'ministry'] as const;
/** Level of a police organ, weakest first. */
export type OrganLevel = (typeof ORGAN_LEVELS)[number];

export const CARD_KINDS = [
  'mobile_sim',
  'iot_sim',
  'fixed_line',
  'telecom_line',
  'sms_port',
  'bank_account',
  'payment_account',
  'ecny_wallet',
  'internet_account',
] as const;
export type CardKind = (typeof CARD_KINDS)[number];

export const GROUNDS = [
  'trade',
  'rent',
  'lend',
  'verification_help',
  'impersonation',
  'false_agency',
  'organiser',
  'conviction',
  'implicated_holder',
] as const;
/** What the subject did: the situations of Anti-Fraud Law art. 31 and of the instruments built on it. */
export type Ground = (typeof GROUNDS)[number];

export interface SubjectIdentity {
  kind: SubjectKind;
  idType: IdType;
  /** Normalised: half-width, upper-case, 18 digits for a resident ID. */
  idNumber: string;
  name: string;
}

export interface IdentifyingOrgan {
  /** GB/T 2260 code of its region, six digits. */
  code: string;
  level: OrganLevel;
  name: string;
}

export interface CardReference {
  kind: CardKind;
  number: string;
  caseNo?: string;
}

/** One row of a sanction list: this subject, these acts or this conviction, this organ, this document, this day. */
export interface Designation {
  subject: SubjectIdentity;
  regime: string;
  ground: Ground;
  /** How many cards; how often; to how many recipients. Absent is "not said". */
  items?: number;
  times?: number;
  recipients?: number;
  /** Card kinds concerned, in catalogue words; other words are kept and judged by the rules. */
  itemKinds: string[];
  conviction?: { offence: string; punished: boolean; judgedOn?: LocalDate };
  /** The last day of the acts or of the offence. Absent is "not said". */
  conductOn?: LocalDate;
  identifiedOn: LocalDate;
  identifyingOrgan: IdentifyingOrgan;
  provinceApprovalNo?: string;
  tier?: string;
  documentNo?: string;
  noticeServedOn?: LocalDate;
  termStart?: LocalDate;
  /** Whole years named by the list itself; never more than the regime allows. */
  termYears?: number;
  implicatedCards: CardReference[];
}

export const ROW_CODES = [
  'INVALID_ID_CHECKSUM',
  'INVALID_ID_LENGTH',
  'INVALID_ID_DATE',
  'INVALID_ID_REGION',
  'ID_LOST_PRECISION',
  'MISSING_NAME',
  'MISSING_FIELD',
  'INVALID_FIELD',
  'DUPLICATE_IN_LIST',
  'ORGAN_LEVEL',
  'NEEDS_PROVINCE',
  'OFFENCE_NOT_COVERED',
  'ITEM_KIND_NOT_COVERED',
  'NOT_PUNISHED',
  'UNDER_AGE',
  'REGIME_NOT_IN_FORCE',
  'REGIME_UNDETERMINED',
  'DATE_IN_FUTURE',
  'TIER_MISSING',
  'TERM_EXCEEDS_MAXIMUM',
  'NOT_LISTED',
  'EXCLUDED',
] as const;
/** Why a row is refused. */
export type RowCode = (typeof ROW_CODES)[number];

export function isRowCode(text: string): text is RowCode {
  return ROW_CODES.some((code) => code === text);
}

export const ROW_NOTES = [
  'FULL_WIDTH',
  'WHITESPACE',
  'TEXT_QUOTE',
  'LOWER_CASE',
  'CONVERTED_15_TO_18',
  'NOTICE_MISSING',
  'MINOR',
  'NAME_DIFFERS',
] as const;
/** What an approver should know about an accepted row. */
export type RowNote = (typeof ROW_NOTES)[number];

export function isRowNote(text: string): text is RowNote {
  return ROW_NOTES.some((note) => note === text);
}

/** What a measure of a sanction lasts, first and last day inclusive, Asia/Shanghai. */
export interface MeasureTerm {
  measure: string;
  firstDay: LocalDate;
  lastDay: LocalDate;
}
