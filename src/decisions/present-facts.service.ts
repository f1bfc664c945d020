import { Injectable } from '@nestjs/common';
import type { DecisionInput } from '../domain/decision.js';
import { localDateOfWrittenInstant } from '../domain/period.js';
import { isAboutNumbers } from '../domain/retained-sim.js';
import { Pii } from '../platform/pii.js';
import { SubjectsService } from '../registry/subjects.service.js';
import { NO_SUBJECT, type RestrictionIndex } from '../restrictions/restriction-index.js';
import { Restrictions } from '../restrictions/restrictions.service.js';
import { retainedFacts } from '../restrictions/retained-facts.js';
import { isOfTelecom } from '../rulebook/telecom-measures.js';
import { inputOf, type BookFacts, type Grounds } from './book-facts.js';
import type { AskedCard, Question } from './question.js';
import { RulebookStore } from './rulebook-store.service.js';

/** What is known now about a question. */
export interface PresentAnswer extends Grounds {
  /** Keyed hash of the identifier asked about. */
  personHash: Buffer;
  /** Whether the person holds a card, not closed, with the institution that asks. */
  isOwnCustomer: boolean;
  /** Keyed hashes of cards asked about that are on the card blacklist and not the institution's own: an answer tells so. */
  listedCards: readonly Buffer[];
}

/** A card as somebody asked about it, found in the index. */
interface FoundCard {
  hash: Buffer;
  listing: BookFacts['cardListing'];
  /** As the asking institution has it. */
  state: BookFacts['card'];
}

/** Collects from memory what the books say about a question: no wait, no database. */
@Injectable()
export class PresentFacts {
  constructor(
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
    private readonly restrictions: Restrictions,
    private readonly rulebooks: RulebookStore,
  ) {}

  /**
   * @param institutionId whose registry says how a card stands; null for officers, who see every institution's
   * @throws {Problem} `not-ready`, `index-outdated`
   */
  collect(question: Question, institutionId: string | null): PresentAnswer {
    const index = this.restrictions.current();
    const { idType, idNumber, name } = question.subject;
    const personHash = this.subjects.identifierHash(idType, idNumber);
    const subject = index.subjectOf(personHash);
    const holdings = institutionId === null ? undefined : index.holdingsOf(subject, institutionId);
    const card = this.found(index, question.card, question, institutionId);
    const counterparty = this.found(index, question.counterpartyCard, question, institutionId);
    const rulebook = this.rulebooks.inForceAt(index.revision);
    const sanctions = index.sanctionsOf(subject);
    const input = inputOf(question, {
      nameMatch: this.nameMatch(index, subject, name),
      sanctions,
      card: card?.state,
      cardListing: card?.listing ?? 'none',
      counterpartyListing: counterparty?.listing ?? 'none',
      isCounterpartyForeign:
        counterparty !== undefined &&
        question.counterpartyCard !== undefined &&
        index.isHeldByAnother(counterparty.hash, question.counterpartyCard.kind, subject),
      simsAtCarrier: holdings?.sims ?? null,
      retained:
        sanctions.length === 0 || !isAboutNumbers(question.action)
          ? undefined
          : retainedFacts(index, {
              action: question.action,
              asOf: question.asOf,
              sanctions,
              subject,
              number: card?.hash,
              institutionId,
              isConcerned: (measure) => isOfTelecom(rulebook, measure),
            }),
    });
    return {
      revision: index.revision,
      rulebook,
      input,
      personHash,
      isOwnCustomer: (holdings?.cards ?? 0) > 0,
      listedCards: card === undefined && counterparty === undefined ? NONE : listedAmong([card, counterparty]),
    };
  }

  private nameMatch(index: RestrictionIndex, subject: number, name: string | undefined): DecisionInput['nameMatch'] {
    if (name === undefined || subject === NO_SUBJECT) return 'none';
    return index.hasName(subject, this.subjects.nameHash(name)) ? 'same' : 'differs';
  }

  private found(
    index: RestrictionIndex,
    card: AskedCard | undefined,
    { asOf }: Question,
    institutionId: string | null,
  ): FoundCard | undefined {
    if (card === undefined) return undefined;
    const hash = this.pii.hash('card', card.number);
    return {
      hash,
      listing: index.listing(hash, card.kind, localDateOfWrittenInstant(asOf)).status,
      state: index.card(hash, card.kind, institutionId),
    };
  }
}

const NONE: readonly Buffer[] = Object.freeze([]);

function listedAmong(cards: readonly (FoundCard | undefined)[]): Buffer[] {
  return cards.flatMap((card) => (card !== undefined && isRevealing(card) ? [card.hash] : []));
}

function isRevealing({ listing, state }: FoundCard): boolean {
  return listing !== 'clear' && state === undefined;
}
