import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { shanghaiInstant } from '../../domain/period.js';
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

  /** An institution reads its own. @throws {Problem} `card-not-found`, also for another institution's */
  async get(id: string, reader: Reader): Promise<RegisteredCardDetail> {
    const { principal } = reader;
    const isOfficer = principal.type === 'officer';
    const card = await this.cards.get(id, isOfficer ? null : principal.institution.id);
    const holder = (await this.subjects.byId(this.db.manager, [card.holderId])).get(card.holderId);
    if (holder === undefined) throw new Error('A card without a holder');
    const { id: subjectId, ...masked } = holder;
    const view: Pick<RegisteredCardView, keyof RegisteredCardView> = card.view;
    return {
      ...view,
      holder: { subjectId: isOfficer ? subjectId : null, ...masked },
      updatedAt: shanghaiInstant(card.updatedAt),
      ...(await this.histories.of(card, reader)),
    };
  }
}
