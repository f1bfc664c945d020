import type { DecisionInput } from '../domain/decision.js';
import type { CardKind, IdType } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import { shanghaiInstant } from '../domain/period.js';
import { Problem, type Language } from '../domain/problem.js';
import type { Principal } from '../institutions/principal.js';
import {
  faultAt,
  normalisedCardNumber,
  normalisedDay,
  normalisedIdentifier,
  normalisedInstant,
  normalisedName,
} from '../platform/normalised.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import type { DecisionRequest } from './decision.dto.js';

/** A card as somebody asked about it, normalised. */
export interface AskedCard {
  kind: CardKind;
  number: string;
}

/** A question as it was understood: what is stored of what was asked, besides the facts. Canonical JSON, what was not said left out. */
export interface Question {
  action: string;
  /** `2025-01-05T10:00:00.000+08:00` */
  asOf: string;
  /** What is to be known: at this instant; absent: now. `2025-01-05T10:00:00.000+08:00` */
  knownAt?: string | undefined;
  language: Language;
  subject: { idType: IdType; idNumber: string; name?: string | undefined };
  card?: (AskedCard & { isFraudRisk?: boolean | undefined }) | undefined;
  counterpartyCard?: AskedCard | undefined;
  request: DecisionInput['request'];
}

/**
 * Understands a request.
 *
 * @param now what `asOf` means if it is not said
 * @throws {Problem} `question-unknown`, `day-before-rulebook` or `validation-failed`
 */
export function questionOf(said: DecisionRequest, rulebook: Rulebook, now: Date, language: Language): Question {
  if (!Object.hasOwn(rulebook.catalogue.questions, said.action)) throw new Problem('question-unknown');
  const { idType, idNumber } = normalisedIdentifier(said.subject, 'subject');
  const name = said.subject.name === undefined ? undefined : normalisedName(said.subject.name, 'subject.name');
  assertKind(said.subject.kind, idType);
  const { card, counterpartyCard } = said;
  return {
    action: said.action,
    asOf: shanghaiInstant(said.asOf === undefined ? now : normalisedInstant(said.asOf, 'asOf')),
    knownAt: said.knownAt === undefined ? undefined : pastInstant(said.knownAt, 'knownAt', now),
    language,
    subject: { idType, idNumber, name },
    card: card === undefined ? undefined : { ...askedCard(card, 'card'), isFraudRisk: card.isFraudRisk },
    counterpartyCard: counterpartyCard === undefined ? undefined : askedCard(counterpartyCard, 'counterpartyCard'),
    request: {
      channel: said.channel ?? 'none',
      purpose: said.purpose ?? 'none',
      realName: yesOrNo(said.realName),
      inPerson: yesOrNo(said.inPerson),
      agreementSince: dayOrNone(said.agreementSince),
    },
  };
}

/**
 * An institution asks only the questions of its kind; officers ask any, for advice.
 *
 * @throws {Problem} `question-not-yours`
 */
export function assertMayAsk(question: Question, rulebook: Rulebook, asker: Principal): void {
  if (asker.type === 'officer') return;
  const askedBy = rulebook.catalogue.questions[question.action]?.askedBy ?? [];
  if (!askedBy.includes(asker.institution.kind)) throw new Problem('question-not-yours');
}

/** Institutions act on what is known now. @throws {Problem} `known-at-for-officers` */
export function assertMayLookBack({ knownAt }: Question, asker: Principal): void {
  if (knownAt !== undefined && asker.type !== 'officer') throw new Problem('known-at-for-officers');
}

/** Nobody knows yet what will be known. @throws {Problem} `validation-failed` */
function pastInstant(said: string, path: string, now: Date): string {
  const instant = normalisedInstant(said, path);
  if (instant > now) throw faultAt(path, 'DATE_IN_FUTURE');
  return shanghaiInstant(instant);
}

function askedCard({ kind, number }: AskedCard, path: string): AskedCard {
  return { kind, number: normalisedCardNumber(number, `${path}.number`) };
}

/** A unit is named by its USCC, a person never is. */
function assertKind(kind: string | undefined, idType: IdType): void {
  if (kind !== undefined && (kind === 'unit') !== (idType === 'uscc')) throw faultAt('subject.kind', 'INVALID_FIELD');
}

/** A truth value as a fact: what was not said is `none`. */
export function yesOrNo(said: boolean | undefined): 'yes' | 'no' | 'none' {
  if (said === undefined) return 'none';
  return said ? 'yes' : 'no';
}

function dayOrNone(said: string | undefined): LocalDate | 'none' {
  return said === undefined ? 'none' : normalisedDay(said, 'agreementSince');
}
