import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import type { RetainedFacts } from '../domain/retained-sim.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { yesOrNo, type Question } from './question.js';

/** Everything an answer follows from. */
export interface Grounds {
  input: DecisionInput;
  /** Of the books the input was read from. */
  revision: number;
  rulebook: Rulebook;
}

/** What the books say about a question, wherever it was read: in memory or in the database. */
export interface BookFacts {
  /** `none`: no name was given, or none is recorded. */
  nameMatch: DecisionInput['nameMatch'];
  sanctions: readonly SanctionRecord[];
  /** As the asking institution registered it; for officers as anybody did. Undefined: nobody did. */
  card: { status: DecisionInput['card']['status']; openedOn: LocalDate | null } | undefined;
  cardListing: DecisionInput['card']['listing'];
  counterpartyListing: DecisionInput['card']['listing'];
  /** Whether the counterparty's card is known as somebody else's. */
  isCounterpartyForeign: boolean;
  /** Cards with the asking institution that are not closed; null for officers, who are no carrier. */
  simsAtCarrier: number | null;
  /** Of the number that is kept; undefined where none can be: see `registry/retained`. */
  retained: RetainedFacts | undefined;
}

/** Everything the answer to a question depends on besides the rulebook. */
export function inputOf(question: Question, facts: BookFacts): DecisionInput {
  const { action, asOf, language, request, card, counterpartyCard } = question;
  const purpose = believedPurpose(question, facts);
  // Spelled out: members that follow a spread take V8's slow way, in every answer.
  return {
    question: action,
    asOf,
    language,
    request: purpose === request.purpose ? request : { ...request, purpose },
    card: card === undefined ? NO_CARD : cardOf(card, facts),
    counterparty:
      counterpartyCard === undefined ? undefined : { kind: counterpartyCard.kind, listing: facts.counterpartyListing },
    holder: holderOf(facts),
    nameMatch: facts.nameMatch,
    sanctions: facts.sanctions,
  };
}

/** The card of a question about none. */
export const NO_CARD: DecisionInput['card'] = Object.freeze({
  kind: 'none',
  status: 'none',
  listing: 'none',
  isFraudRisk: 'none',
  openedOn: 'none',
});

/** What an input has of its question, whatever the books say. */
export function saidIn({
  action,
  asOf,
  language,
  request,
}: Question): Pick<DecisionInput, 'question' | 'asOf' | 'language' | 'request' | 'card'> {
  return { question: action, asOf, language, request, card: NO_CARD };
}

function cardOf(card: NonNullable<Question['card']>, facts: BookFacts): DecisionInput['card'] {
  return {
    kind: card.kind,
    status: facts.card?.status ?? 'none',
    listing: facts.cardListing,
    isFraudRisk: yesOrNo(card.isFraudRisk),
    openedOn: facts.card?.openedOn ?? 'none',
  };
}

function holderOf({ simsAtCarrier, retained }: BookFacts): DecisionInput['holder'] {
  if (simsAtCarrier === null) return retained;
  return retained === undefined ? { simsAtCarrier } : { simsAtCarrier, ...retained };
}

/**
 * A purpose that the books contradict is not taken at its word: money to a card that is no bank account, or is known as
 * somebody else's, is not a transfer to the own same-name account but a transfer.
 */
function believedPurpose({ request, counterpartyCard }: Question, { isCounterpartyForeign }: BookFacts): string {
  if (request.purpose !== 'own_same_name_bank' || counterpartyCard === undefined) return request.purpose;
  return counterpartyCard.kind === 'bank_account' && !isCounterpartyForeign ? request.purpose : 'transfer';
}
