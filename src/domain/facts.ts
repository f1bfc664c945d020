import { CARD_KINDS, GROUNDS, ORGAN_LEVELS } from './designation.js';

/**
 * Every fact a rule may read. Flat, typed, total: absence is a value (`none`, 0, false), never null or undefined.
 *
 * A `day` is `YYYY-MM-DD` or `none`; day operators never hold for `none`. `values` closes an enumeration so that the
 * checker can enumerate it; `open` enumerations (offences) take any text.
 */
export type FactType =
  | { type: 'enum'; values: readonly string[] }
  | { type: 'text' }
  | { type: 'integer'; minimum: number; maximum: number }
  | { type: 'boolean' }
  | { type: 'day' };

export type FactValue = string | number | boolean;
export type Facts = Readonly<Record<string, FactValue>>;

const YES_NO = { type: 'enum', values: ['yes', 'no', 'none'] } as const;
const COUNT = { type: 'integer', minimum: 0, maximum: 1_000_000 } as const;

/** Facts about a designation, read by `intake.rules.json`. */
export const INTAKE_FACTS = {
  subjectKind: { type: 'enum', values: ['person', 'unit'] },
  ground: { type: 'enum', values: GROUNDS },
  items: COUNT,
  times: COUNT,
  recipients: COUNT,
  /** `covered`: at least one item kind of the catalogue, or none named; `uncovered`: only kinds that it does not know. */
  itemKinds: { type: 'enum', values: ['covered', 'uncovered'] },
  offence: { type: 'text' },
  isPunished: { type: 'boolean' },
  organLevel: { type: 'enum', values: ORGAN_LEVELS },
  hasProvinceApproval: { type: 'boolean' },
  tier: { type: 'text' },
  /** Age in whole years on the designation day; 0 with `isAgeKnown` false. */
  age: { type: 'integer', minimum: 0, maximum: 200 },
  isAgeKnown: { type: 'boolean' },
  isNoticeServed: { type: 'boolean' },
  hasDocumentNo: { type: 'boolean' },
  /** Whole years the list asks for; 0 is "not said". */
  termYears: { type: 'integer', minimum: 0, maximum: 100 },
} as const satisfies Record<string, FactType>;

/** Facts about a question, a card and one sanction, read by the party rules. */
export const DECISION_FACTS = {
  channel: { type: 'enum', values: ['counter', 'atm', 'online', 'pos', 'agent', 'none'] },
  purpose: {
    type: 'enum',
    values: [
      'transfer',
      'withdrawal',
      'salary',
      'tax',
      'social_insurance',
      'water',
      'electricity',
      'gas',
      'loan_repayment',
      'subscription',
      'own_same_name_bank',
      'other',
      'none',
    ],
  },
  realName: YES_NO,
  inPerson: YES_NO,
  agreementSince: { type: 'day' },
  cardKind: { type: 'enum', values: [...CARD_KINDS, 'none'] },
  cardStatus: { type: 'enum', values: ['active', 'suspended', 'closed', 'none'] },
  /** What the card blacklist says of the card asked about. */
  cardListing: { type: 'enum', values: ['clear', 'implicated', 'suspicious', 'none'] },
  /** Whether an internet provider flagged the account as a fraud risk. */
  isFraudRisk: YES_NO,
  subjectKind: { type: 'enum', values: ['person', 'unit'] },
  /** Whether the name given equals the recorded one. */
  nameMatch: { type: 'enum', values: ['same', 'differs', 'none'] },
  isMinor: { type: 'boolean' },
  category: { type: 'text' },
  ground: { type: 'enum', values: GROUNDS },
  sanctionStartsOn: { type: 'day' },
} as const satisfies Record<string, FactType>;
