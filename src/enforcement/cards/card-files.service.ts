import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { shanghaiInstant } from '../../domain/period.js';
import type { Principal } from '../../institutions/principal.js';
import { SubjectViews } from '../../registry/subject-views.service.js';
import type { Reader } from '../receipts/directive-views.service.js';
import { CardHistories } from './card-histories.service.js';
import type { RegisteredCardDetail, RegisteredCardView } from './registered-card.dto.js';
import { RegisteredCards } from './registered-cards.service.js';

/** One card with its holder, masked, and all that happened to it. */
@Injectable()
export class CardFiles {
  constructor(
    private readonly db: DataSource,
    private readonly cards: RegisteredCards,
    private readonly subjects: SubjectViews,
    private readonly histories: CardHistories,
  ) {}

  /** An institution reads its own, as far as its scopes reach. @throws {Problem} `card-not-found`, also for another institution's */
  async get(id: string, reader: Reader): Promise<RegisteredCardDetail> {
    const { principal } = reader;
    const isOfficer = principal.type === 'officer';
    const card = await this.cards.get(id, isOfficer ? null : principal.institution.id);
    const holder = (await this.subjects.byId(this.db.manager, [card.holderId])).get(card.holderId);
    if (holder === undefined) throw new Error('A card without a holder');
    const { id: subjectId, ...masked } = holder;
    return {
      ...toldTo(principal, card.view),
      holder: isOfficer ? { subjectId, ...masked } : null,
      updatedAt: shanghaiInstant(card.updatedAt),
      ...(await this.histories.of(card, reader)),
    };
  }
}

/** What there is to say of a card, whoever says it. */
type CardFacts = Pick<RegisteredCardView, keyof RegisteredCardView>;

/** Whoever registers a card names its holder freely: only the scope for it lets him read how that person or card stands. */
function toldTo(principal: Principal, view: CardFacts): CardFacts {
  if (principal.type === 'officer') return view;
  const knowsDirectives = principal.scopes.includes('directives');
  return {
    ...view,
    listing: principal.scopes.includes('blacklist') ? view.listing : null,
    isRetained: knowsDirectives ? view.isRetained : null,
    openDirective: knowsDirectives ? view.openDirective : null,
  };
}
