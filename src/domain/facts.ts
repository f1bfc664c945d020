import { REVERIFICATION_REASONS } from './card-history.js';
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
const LISTING = { type: 'enum', values: ['clear', 'implicated', 'suspicious', 'none'] } as const;

/** Facts about a designation, read by `intake.rules.json`. */
export const INTAKE_FACTS = {
  subjectKind: { type: 'enum', values: ['person', 'unit'] },
  ground: { type: 'enum', values: GROUNDS },
  items: COUNT,
  times: COUNT,
  recipients: COUNT,
  /** So many items at least are of one and the same kind, however they are spread over the kinds named. */
  itemsOfOneKind: COUNT,
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
  /** The last day of the acts or of the offence, as far as the row says it. */
  conductOn: { type: 'day' },
  /** Whether the subject was under 18 on that day; `none`: the day or the birthday is not known. */
  wasMinorAtConduct: YES_NO,
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
  /** The class of a bank or payment account that somebody wants to open. */
  accountClass: { type: 'enum', values: ['class_1', 'class_2', 'class_3', 'none'] },
  /** What the institution finds wrong with an application to open an account. */
  openingConcern: {
    type: 'enum',
    values: ['identity_doubtful', 'organised_for_others', 'suspected_crime', 'none'],
  },
  /** The level of the police organ whose leave the asker shows. */
  policeApproval: { type: 'enum', values: [...ORGAN_LEVELS, 'none'] },
  cardKind: { type: 'enum', values: [...CARD_KINDS, 'none'] },
  cardStatus: { type: 'enum', values: ['active', 'suspended', 'closed', 'none'] },
  /** What the card blacklist says of the card asked about. */
  cardListing: LISTING,
  /** The kind of the card the money goes to, and what the card blacklist says of it. */
  counterpartyKind: { type: 'enum', values: [...CARD_KINDS, 'none'] },
  counterpartyListing: LISTING,
  /** Whether an internet provider flagged the account as a fraud risk. */
  isFraudRisk: YES_NO,
  /** Months completed between the opening of the card and its first transaction, or the question if there was none. */
  monthsUnused: COUNT,
  /** Months completed between the opening and the last verification of the holder; 0 if there was none. */
  monthsAtVerification: COUNT,
  /** Why the holder was told to re-verify. */
  reverification: { type: 'enum', values: [...REVERIFICATION_REASONS, 'none'] },
  /** Days after the day of that notice while it is unanswered, hours begun since it; 0 if there is none. */
  daysUnverified: COUNT,
  hoursUnverified: COUNT,
  /** Whether the phone number of the account serves others as well. */
  phoneSharing: { type: 'enum', values: ['explained', 'unexplained', 'none'] },
  /** What the platform's identity check says of the person or unit. */
  holderListing: LISTING,
  /** Whether another account of the holder is listed as implicated. */
  hasImplicatedAccount: YES_NO,
  /** Valid phone cards of the holder with the carrier that asks, debit cards and accounts with the institution that asks. */
  simsAtCarrier: COUNT,
  debitCardsAtBank: COUNT,
  classOneAccountsAtBank: COUNT,
  classThreeAccountsAtInstitution: COUNT,
  /** The one number a telecom sanction leaves to its subject. `cancelled`: it was kept and then given up. */
  retainedSim: { type: 'enum', values: ['this_card', 'another_card', 'cancelled', 'none'] },
  /** With whom the other number is kept, seen from the carrier that asks. */
  retainedSimCarrier: { type: 'enum', values: ['same_carrier', 'other_carrier', 'none'] },
  /** Whether the subject has another number that could be kept. */
  otherUsableSim: YES_NO,
  /** Whether the name given equals the recorded one. */
  nameMatch: { type: 'enum', values: ['same', 'differs', 'none'] },
  subjectKind: { type: 'enum', values: ['person', 'unit'] },
  isMinor: { type: 'boolean' },
  category: { type: 'text' },
  ground: { type: 'enum', values: GROUNDS },
  sanctionStartsOn: { type: 'day' },
  /** Whole years completed since the last day of the sanction's last measure; 0 while one runs. */
  yearsSinceEnd: COUNT,
  /** The regime of another sanction in force on the day, the one identified last; `none` if there is no other. */
  alsoUnder: { type: 'text' },
} as const satisfies Record<string, FactType>;
