import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import type { Designation } from '../domain/designation.js';
import { DECISION_FACTS } from '../domain/facts.js';
import type { Facts, FactType } from '../domain/facts.js';
import { birthDayOf } from '../domain/identifiers.js';
import { yearsBetween } from '../domain/period.js';
import type { Catalogue } from './rulebook.js';

const FACTS_OF_A_SANCTION = ['subjectKind', 'isMinor', 'category', 'ground', 'sanctionStartsOn'];

/** A designation before its regime is determined. */
export type UnplacedDesignation = Omit<Designation, 'regime'> & { regime?: string };

const MOST = 1_000_000;

/** The facts of `DECISION_FACTS` that need no sanction; `identity/` and `cards/` rules read these alone. */
export const GENERAL_FACTS: Readonly<Record<string, FactType>> = Object.fromEntries(
  Object.entries(DECISION_FACTS).filter(([name]) => !FACTS_OF_A_SANCTION.includes(name)),
);

/**
 * What the asker said and what is known of the card. A word nobody knows is no word: an unknown channel is not the
 * counter, an unknown purpose is exempt from nothing.
 */
export function generalFacts(input: DecisionInput): Facts {
  return {
    channel: knownOr('none', input.request.channel, DECISION_FACTS.channel),
    purpose: knownOr('other', input.request.purpose, DECISION_FACTS.purpose),
    realName: input.request.realName,
    inPerson: input.request.inPerson,
    agreementSince: input.request.agreementSince,
    cardKind: input.card.kind,
    cardStatus: input.card.status,
    cardListing: input.card.listing,
    isFraudRisk: input.card.isFraudRisk,
    nameMatch: input.nameMatch,
  };
}

/** The facts of a question under one sanction. */
export function decisionFacts(input: DecisionInput, sanction: SanctionRecord): Facts {
  return {
    ...generalFacts(input),
    subjectKind: sanction.subjectKind,
    isMinor: sanction.isMinor,
    category: sanction.category,
    ground: sanction.ground,
    sanctionStartsOn: sanction.startsOn,
  };
}

/** The facts of a row of a list. Absence is a value: a number not said is 0, a text is empty. */
export function intakeFacts(catalogue: Catalogue, designation: UnplacedDesignation): Facts {
  const { subject, conviction, identifyingOrgan, itemKinds } = designation;
  const birthDay = subject.kind === 'person' ? birthDayOf(subject.idType, subject.idNumber) : null;
  const isCovered = itemKinds.length === 0 || itemKinds.some((kind) => Object.hasOwn(catalogue.cardKinds, kind));
  return {
    subjectKind: subject.kind,
    ground: designation.ground,
    items: count(designation.items),
    times: count(designation.times),
    recipients: count(designation.recipients),
    itemKinds: isCovered ? 'covered' : 'uncovered',
    offence: offenceOf(catalogue, conviction?.offence ?? ''),
    isPunished: conviction?.punished ?? false,
    organLevel: identifyingOrgan.level,
    hasProvinceApproval: isSaid(designation.provinceApprovalNo),
    tier: designation.tier?.trim() ?? '',
    age: birthDay === null ? 0 : Math.min(200, yearsBetween(birthDay, designation.identifiedOn)),
    isAgeKnown: birthDay !== null,
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

function knownOr(otherwise: string, value: string, type: { values: readonly string[] }): string {
  return type.values.includes(value) ? value : otherwise;
}

function count(value: number | undefined): number {
  return value === undefined ? 0 : Math.min(MOST, Math.max(0, Math.trunc(value)));
}

function isSaid(text: string | null | undefined): boolean {
  return text !== undefined && text !== null && text.trim() !== '';
}
