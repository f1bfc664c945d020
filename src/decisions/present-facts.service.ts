import { Injectable } from '@nestjs/common';
import type { DecisionInput } from '../domain/decision.js';
import { localDateOfWrittenInstant } from '../domain/period.js';
import { Pii } from '../platform/pii.js';
import { SubjectsService } from '../registry/subjects.service.js';
import { NO_SUBJECT, type RestrictionIndex } from '../restrictions/restriction-index.js';
import { Restrictions } from '../restrictions/restrictions.service.js';
import { inputOf, type BookFacts, type Grounds } from './book-facts.js';
import type { Question } from './question.js';
import { RulebookStore } from './rulebook-store.service.js';

/** What is known now about a question. */
export interface PresentAnswer extends Grounds {
  /** Keyed hash of the identifier asked about. */
  personHash: Buffer;
  /** Whether the person holds a card, not closed, with the institution that asks. */
  isOwnCustomer: boolean;
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
    const facts: BookFacts = {
      nameMatch: this.nameMatch(index, subject, name),
      sanctions: index.sanctionsOf(subject),
      ...this.cardFacts(index, question, institutionId),
      ...this.counterpartyFacts(index, question, subject),
      simsAtCarrier: holdings?.sims ?? null,
    };
    return {
      revision: index.revision,
      rulebook: this.rulebooks.inForceAt(index.revision),
      input: inputOf(question, facts),
      personHash,
      isOwnCustomer: (holdings?.cards ?? 0) > 0,
    };
  }

  private nameMatch(index: RestrictionIndex, subject: number, name: string | undefined): DecisionInput['nameMatch'] {
    if (name === undefined || subject === NO_SUBJECT) return 'none';
    return index.hasName(subject, this.subjects.nameHash(name)) ? 'same' : 'differs';
  }

  private cardFacts(
    index: RestrictionIndex,
    { card, asOf }: Question,
    institutionId: string | null,
  ): Pick<BookFacts, 'card' | 'cardListing'> {
    if (card === undefined) return NO_CARD;
    const hash = this.pii.hash('card', card.number);
    return {
      card: index.card(hash, card.kind, institutionId),
      cardListing: index.listing(hash, card.kind, localDateOfWrittenInstant(asOf)).status,
    };
  }

  private counterpartyFacts(
    index: RestrictionIndex,
    { counterpartyCard, asOf }: Question,
    subject: number,
  ): Pick<BookFacts, 'counterpartyListing' | 'isCounterpartyForeign'> {
    if (counterpartyCard === undefined) return NO_COUNTERPARTY;
    const { kind, number } = counterpartyCard;
    const hash = this.pii.hash('card', number);
    return {
      counterpartyListing: index.listing(hash, kind, localDateOfWrittenInstant(asOf)).status,
      isCounterpartyForeign: index.isHeldByAnother(hash, kind, subject),
    };
  }
}

const NO_CARD = { card: undefined, cardListing: 'none' } as const;
const NO_COUNTERPARTY = { counterpartyListing: 'none', isCounterpartyForeign: false } as const;
