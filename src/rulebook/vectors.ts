import { cardAges } from '../domain/card-history.js';
import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import type { Designation } from '../domain/designation.js';
import { DECISION_FACTS } from '../domain/facts.js';
import type { Facts, FactType } from '../domain/facts.js';
import { birthDayOf } from '../domain/identifiers.js';
import { fewestOfOneKind } from '../domain/item-count.js';
import { localDateOfWrittenInstant, yearsBetween } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { tierNumber } from '../domain/tier.js';
import type { Catalogue } from './rulebook.js';

const FACTS_OF_A_SANCTION = [
  'subjectKind',
  'isMinor',
  'category',
  'ground',
  'sanctionStartsOn',
  'yearsSinceEnd',
  'alsoUnder',
];

/** A designation before its regime is determined. */
export type UnplacedDesignation = Omit<Designation, 'regime'> & { regime?: string };

/** All sanctions of a subject, and the instant they are asked about. */
export type SanctionsAsked = Pick<DecisionInput, 'sanctions' | 'asOf'>;

const MOST = 1_000_000;
const MAJORITY = 18;
const NO_HOLDER: NonNullable<DecisionInput['holder']> = Object.freeze({});

/** The facts of `DECISION_FACTS` that need no sanction; `identity/` and `cards/` rules read these alone. */
export const GENERAL_FACTS: Readonly<Record<string, FactType>> = Object.fromEntries(
  Object.entries(DECISION_FACTS).filter(([name]) => !FACTS_OF_A_SANCTION.includes(name)),
);

/** The facts of `DECISION_FACTS` that a sanction brings. */
export const SANCTION_FACTS: Readonly<Record<string, FactType>> = Object.fromEntries(
  Object.entries(DECISION_FACTS).filter(([name]) => FACTS_OF_A_SANCTION.includes(name)),
);

/** All of `DECISION_FACTS`, those of the sanction last: a row of them is a general row and the row of a sanction. */
export const FACTS_UNDER_A_SANCTION: Readonly<Record<string, FactType>> = { ...GENERAL_FACTS, ...SANCTION_FACTS };

/**
 * What the asker said and what is known of the card. A word nobody knows is no word: an unknown channel is not the
 * counter, an unknown purpose is exempt from nothing.
 */
export function generalFacts(input: DecisionInput): Facts {
  const { request, card, holder = NO_HOLDER } = input;
  const { openedOn = 'none', firstTransactionOn = 'none', noticedAt = 'none', verifiedAt = 'none' } = card;
  const ages = cardAges({ openedOn, firstTransactionOn, noticedAt, verifiedAt }, input.asOf);
  return {
    channel: knownOr('none', request.channel, DECISION_FACTS.channel),
    purpose: knownOr('other', request.purpose, DECISION_FACTS.purpose),
    realName: request.realName,
    inPerson: request.inPerson,
    agreementSince: request.agreementSince,
    accountClass: request.accountClass ?? 'none',
    openingConcern: request.openingConcern ?? 'none',
    policeApproval: request.policeApproval ?? 'none',
    cardKind: card.kind,
    cardStatus: card.status,
    cardListing: card.listing,
    counterpartyKind: input.counterparty?.kind ?? 'none',
    counterpartyListing: input.counterparty?.listing ?? 'none',
    isFraudRisk: card.isFraudRisk,
    monthsUnused: count(ages.monthsUnused),
    monthsAtVerification: count(ages.monthsAtVerification),
    reverification: card.reverification ?? 'none',
    daysUnverified: count(ages.daysUnverified),
    hoursUnverified: count(ages.hoursUnverified),
    phoneSharing: card.phoneSharing ?? 'none',
    holderListing: holder.listing ?? 'none',
    hasImplicatedAccount: holder.hasImplicatedAccount ?? 'none',
    simsAtCarrier: count(holder.simsAtCarrier),
    debitCardsAtBank: count(holder.debitCardsAtBank),
    classOneAccountsAtBank: count(holder.classOneAccountsAtBank),
    classThreeAccountsAtInstitution: count(holder.classThreeAccountsAtInstitution),
    retainedSim: holder.retainedSim ?? 'none',
    retainedSimCarrier: holder.retainedSimCarrier ?? 'none',
    otherUsableSim: holder.otherUsableSim ?? 'none',
    nameMatch: input.nameMatch,
  };
}

/** The facts of a question under one sanction. */
export function decisionFacts(input: DecisionInput, sanction: SanctionRecord): Facts {
  // Spreading tables of this size takes many times as long.
  return Object.assign(generalFacts(input), sanctionFacts(sanction, input));
}

/** What a sanction, the subject it was imposed on and the subject's other sanctions bring to a question. */
export function sanctionFacts(
  sanction: SanctionRecord,
  among: SanctionsAsked,
  day: LocalDate = localDateOfWrittenInstant(among.asOf),
): Facts {
  return {
    subjectKind: sanction.subjectKind,
    isMinor: sanction.isMinor,
    category: sanction.category,
    ground: sanction.ground,
    sanctionStartsOn: sanction.startsOn,
    yearsSinceEnd: yearsSinceEnd(sanction, day),
    alsoUnder: among.sanctions.length < 2 ? 'none' : alsoUnder(among, sanction, day),
  };
}

function yearsSinceEnd({ measures }: SanctionRecord, day: LocalDate): number {
  let last: LocalDate | undefined;
  for (const { lastDay } of measures) if (last === undefined || last < lastDay) last = lastDay;
  return last === undefined || day <= last ? 0 : yearsBetween(last, day);
}

function alsoUnder({ sanctions, asOf }: SanctionsAsked, sanction: SanctionRecord, day: LocalDate): string {
  let latest: SanctionRecord | undefined;
  for (const other of sanctions) {
    if (other === sanction || other.regime === sanction.regime || isLifted(other, asOf)) continue;
    if (!isInForce(other, day) || (latest !== undefined && !isLater(other, latest))) continue;
    latest = other;
  }
  return latest?.regime ?? 'none';
}

// The regime decides between two of the same day, so that the order of the sanctions does not.
function isLater(one: SanctionRecord, other: SanctionRecord): boolean {
  if (one.identifiedOn !== other.identifiedOn) return one.identifiedOn > other.identifiedOn;
  return one.regime > other.regime;
}

/** Whether any measure of a sanction runs on a day. */
export function isInForce(sanction: SanctionRecord, day: LocalDate): boolean {
  return sanction.measures.some((term) => term.firstDay <= day && day <= term.lastDay);
}

/** Whether a sanction was lifted by an instant: from that moment on it restricts nothing. */
export function isLifted({ liftedAt }: SanctionRecord, asOf: string): boolean {
  return liftedAt !== undefined && new Date(liftedAt) <= new Date(asOf);
}

/** The facts of a row of a list. Absence is a value: a number not said is 0, a text is empty. */
export function intakeFacts(catalogue: Catalogue, designation: UnplacedDesignation): Facts {
  const { subject, conviction, identifyingOrgan, itemKinds } = designation;
  const birthDay = subject.kind === 'person' ? birthDayOf(subject.idType, subject.idNumber) : null;
  const { conductOn = 'none' } = designation;
  const isCovered = itemKinds.length === 0 || itemKinds.some((kind) => Object.hasOwn(catalogue.cardKinds, kind));
  return {
    subjectKind: subject.kind,
    ground: designation.ground,
    items: count(designation.items),
    times: count(designation.times),
    recipients: count(designation.recipients),
    itemsOfOneKind: fewestOfOneKind(count(designation.items), new Set(itemKinds).size),
    itemKinds: isCovered ? 'covered' : 'uncovered',
    offence: offenceOf(catalogue, conviction?.offence ?? ''),
    isPunished: conviction?.punished ?? false,
    organLevel: identifyingOrgan.level,
    hasProvinceApproval: isSaid(designation.provinceApprovalNo),
    tier: tierNumber(designation.tier ?? ''),
    age: birthDay === null ? 0 : Math.min(200, yearsBetween(birthDay, designation.identifiedOn)),
    isAgeKnown: birthDay !== null,
    conductOn,
    wasMinorAtConduct: wasMinor(birthDay, conductOn),
    isNoticeServed: designation.noticeServedOn !== undefined,
    hasDocumentNo: isSaid(designation.documentNo),
    termYears: Math.min(100, count(designation.termYears)),
  };
}

/**
 * The official name of an offence, however a list spells it: brackets, blanks, a missing 罪, the usual short names of the
 * catalogue. Of several offences in one cell the first known one. What the catalogue does not know stays as it is.
 */
export function offenceOf(catalogue: Catalogue, text: string): string {
  if (text === '') return '';
  const official = officialNames(catalogue);
  const parts = text.split(/[;;,,/]|(?<=罪)[、及和与]/u);
  const known = [text, ...parts].map((part) => official.get(spelling(part))).find((name) => name !== undefined);
  return known ?? text.trim();
}

const OFFICIAL_NAMES = new WeakMap<Catalogue, ReadonlyMap<string, string>>();

function officialNames(catalogue: Catalogue): ReadonlyMap<string, string> {
  const known = OFFICIAL_NAMES.get(catalogue);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  for (const [name, others] of Object.entries(catalogue.offences)) {
    for (const spelt of [name, ...others]) names.set(spelling(spelt), name);
  }
  OFFICIAL_NAMES.set(catalogue, names);
  return names;
}

function spelling(text: string): string {
  const bare = text.normalize('NFKC').replace(/[\s\p{P}]/gu, '');
  return bare === '' || bare.endsWith('罪') ? bare : `${bare}罪`;
}

function wasMinor(birthDay: LocalDate | null, day: LocalDate | 'none'): 'yes' | 'no' | 'none' {
  if (birthDay === null || day === 'none') return 'none';
  return yearsBetween(birthDay, day) < MAJORITY ? 'yes' : 'no';
}

function knownOr(otherwise: string, value: string, type: { values: readonly string[] }): string {
  return type.values.includes(value) ? value : otherwise;
}

function count(value: number | undefined): number {
  return value === undefined ? 0 : Math.min(MOST, Math.max(0, Math.trunc(value)));
}

function isSaid(text: string | null | undefined): boolean {
  return text !== undefined && text !== null && text.trim() !== '';
}
