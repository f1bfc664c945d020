import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import { CARD_KINDS, type OrganLevel } from '../domain/designation.js';
import { DECISION_FACTS } from '../domain/facts.js';
import { localDate } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import type { Catalogue } from './rulebook.js';

/** What a standard question says of the occasion; what is absent was not said. */
export interface Situation {
  channel?: string;
  purpose?: string;
  realName?: 'yes' | 'no';
  inPerson?: 'yes' | 'no';
  agreementSince?: LocalDate;
  cardStatus?: 'active' | 'suspended' | 'closed';
  cardListing?: 'implicated' | 'suspicious';
  counterpartyListing?: 'implicated';
  isFraudRisk?: 'yes';
  nameMatch?: 'differs';
  policeApproval?: OrganLevel;
}

/** A question of the catalogue on a typical occasion. */
export interface StandardQuestion {
  question: string;
  situation: Situation;
}

/** Before any sanction of any regime. */
const LONG_AGO = localDate('2010-01-01');

const ONLINE: Situation = { channel: 'online' };
const PURPOSES: Situation[] = DECISION_FACTS.purpose.values
  .filter((purpose) => purpose !== 'none')
  .flatMap((purpose) => [
    { ...ONLINE, purpose },
    { ...ONLINE, purpose, agreementSince: LONG_AGO },
  ]);
const CASH: Situation[] = ['counter', 'atm'].flatMap((channel) => [
  { channel, purpose: 'withdrawal' },
  { channel, purpose: 'transfer' },
]);

/** The occasions, by what the name of a question says of it. A question of any name is asked the first kind. */
const OCCASIONS: readonly { of: RegExp; situations: readonly Situation[] }[] = [
  {
    of: /./,
    situations: [
      {},
      { channel: 'counter', inPerson: 'yes' },
      ONLINE,
      { channel: 'counter', nameMatch: 'differs' },
      { ...ONLINE, cardListing: 'implicated' },
      { ...ONLINE, cardListing: 'suspicious' },
    ],
  },
  {
    of: /\.(outflow|pay|withdraw)$/,
    situations: [
      ...PURPOSES,
      ...CASH,
      { channel: 'pos', purpose: 'transfer' },
      { channel: 'agent', purpose: 'transfer' },
      { ...ONLINE, purpose: 'transfer', counterpartyListing: 'implicated' },
    ],
  },
  {
    of: /\.(inflow|receive)$/,
    situations: ['transfer', 'salary', 'social_insurance'].map((purpose) => ({ ...ONLINE, purpose })),
  },
  { of: /\.(open|activate)$/, situations: [{ channel: 'agent' }, { channel: 'counter', cardStatus: 'active' }] },
  {
    of: /^ecny_wallet\./,
    situations: [
      { ...ONLINE, realName: 'yes' },
      { ...ONLINE, realName: 'no' },
    ],
  },
  {
    of: /\.(use|restore|transfer_ownership)$/,
    situations: [
      { cardStatus: 'active' },
      { cardStatus: 'suspended' },
      { channel: 'counter', inPerson: 'yes', cardStatus: 'suspended' },
      { channel: 'counter', inPerson: 'no', cardStatus: 'suspended' },
      { ...ONLINE, inPerson: 'no', cardStatus: 'suspended' },
      { isFraudRisk: 'yes' },
    ],
  },
  { of: /^(internet_account|app_distribution)\./, situations: [{ ...ONLINE, isFraudRisk: 'yes' }] },
];

/** The standard questions about the questions a catalogue has: what banks, carriers and providers typically ask. */
export function standardQuestions(catalogue: Catalogue): StandardQuestion[] {
  return Object.keys(catalogue.questions)
    .toSorted()
    .flatMap((question) =>
      OCCASIONS.filter(({ of }) => of.test(question)).flatMap(({ situations }) =>
        situations.map((situation) => ({ question, situation })),
      ),
    );
}

/** A standard question about somebody under these sanctions, at the first second of a day. */
export function inputOn(
  day: LocalDate,
  { question, situation }: StandardQuestion,
  sanctions: readonly SanctionRecord[],
): DecisionInput {
  const { channel, purpose, realName, inPerson, agreementSince, cardStatus, cardListing, isFraudRisk, nameMatch } =
    situation;
  const { counterpartyListing, policeApproval } = situation;
  const kind = CARD_KINDS.find((known) => question.startsWith(`${known}.`));
  return {
    question,
    asOf: `${day}T00:00:00.000+08:00`,
    language: 'zh-CN',
    request: {
      channel: channel ?? 'none',
      purpose: purpose ?? 'none',
      realName: realName ?? 'none',
      inPerson: inPerson ?? 'none',
      agreementSince: agreementSince ?? 'none',
      ...(policeApproval === undefined ? {} : { policeApproval }),
    },
    card: {
      kind: kind ?? 'none',
      status: cardStatus ?? 'none',
      listing: cardListing ?? (kind === undefined ? 'none' : 'clear'),
      isFraudRisk: isFraudRisk ?? 'none',
    },
    ...(counterpartyListing === undefined
      ? {}
      : { counterparty: { kind: 'bank_account', listing: counterpartyListing } }),
    nameMatch: nameMatch ?? 'none',
    sanctions: [...sanctions],
  };
}

/** Every day a standard question mentions. */
export const MENTIONED_DAYS: readonly LocalDate[] = [LONG_AGO];
