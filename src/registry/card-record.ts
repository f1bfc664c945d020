import type { CardKind, SubjectIdentity } from '../domain/designation.js';

export const CARD_STATUSES = ['active', 'suspended', 'closed'] as const;
/** `suspended` is 停机, 暂停 or 冻结; `closed` is 销户 or 销号. */
export type CardStatus = (typeof CARD_STATUSES)[number];

/** What an institution says about one of its cards. Normalised. */
export interface CardRecord {
  /** Code of the institution the source names; absent where the source names none. */
  institution?: string;
  kind: CardKind;
  number: string;
  holder: SubjectIdentity;
  /** Day in Asia/Shanghai, `YYYY-MM-DD`. */
  openedOn?: string;
  /** Day in Asia/Shanghai of the last use, or `never`. */
  lastUsedOn?: string;
  /** Day in Asia/Shanghai on which the holder was last verified. */
  verifiedOn?: string;
  status: CardStatus;
}

/** Why a row was not taken: a machine code and the field, as a path into the row. Never the value. */
export interface CardFault {
  row: number;
  code: string;
  path: string;
}

/** A row of a file, a line of a stream or an element of an array: readable, or not. `row` is 1-based. */
export type CardRow = { row: number; card: CardRecord } | { row: number; fault: Omit<CardFault, 'row'> };

const BANK: readonly CardKind[] = ['bank_account', 'ecny_wallet'];
const TELECOM: readonly CardKind[] = ['mobile_sim', 'iot_sim', 'fixed_line', 'telecom_line', 'sms_port'];

const KINDS_HELD: Readonly<Record<string, readonly CardKind[]>> = {
  bank: BANK,
  payment_institution: ['payment_account', 'ecny_wallet'],
  basic_carrier: TELECOM,
  mvno: TELECOM,
  internet_provider: ['internet_account'],
};

/** Card kinds that institutions of this kind hold; none for organs and regulators. */
export function kindsHeldBy(institutionKind: string): readonly CardKind[] {
  return KINDS_HELD[institutionKind] ?? [];
}

/**
 * Kinds whose numbers mean the same thing. A lead sheet knows a phone number, not whether it is an IoT card; but a payment
 * account that happens to be named by a phone number is another thing, and must not suffer for it.
 */
export function kindsAlike(kind: CardKind): readonly CardKind[] {
  if (TELECOM.includes(kind)) return TELECOM;
  return kind === 'internet_account' ? [kind] : ['bank_account', 'payment_account', 'ecny_wallet'];
}
