import { Injectable } from '@nestjs/common';
import { CardListingsService } from '../../registry/card-listings.service.js';
import { RetainedSimPages } from '../../registry/retained/retained-sim-pages.service.js';
import { CampaignViews } from '../campaigns/campaign-views.service.js';
import { CardOrderViews } from '../orders/card-order-view.service.js';
import type { Reader } from '../receipts/directive-views.service.js';
import { Directives } from '../receipts/directives.service.js';
import type { RegisteredCardDetail } from './registered-card.dto.js';
import type { RegisteredCard } from './registered-cards.service.js';

type CardHistory = Pick<RegisteredCardDetail, 'directives' | 'listings' | 'orders' | 'campaigns' | 'keepings'>;

const UNTOLD: CardHistory = { directives: [], listings: [], orders: [], campaigns: [], keepings: [] };

/** What happened to a card, as each part of the service tells it. */
@Injectable()
export class CardHistories {
  constructor(
    private readonly directives: Directives,
    private readonly listings: CardListingsService,
    private readonly orders: CardOrderViews,
    private readonly campaigns: CampaignViews,
    private readonly keepings: RetainedSimPages,
  ) {}

  /** Cases are for officers: a client reads what its institution was told, if it has the scope for that, and what it reported. */
  async of({ view, numberHash }: RegisteredCard, reader: Reader): Promise<CardHistory> {
    const { principal } = reader;
    const isOfficer = principal.type === 'officer';
    if (!isOfficer && !principal.scopes.includes('directives')) return UNTOLD;
    return {
      directives: await this.directives.ofCard(view.id, reader),
      listings: isOfficer ? await this.listings.ofCard(view.kind, numberHash) : [],
      orders: isOfficer ? await this.orders.ofCard(numberHash, view.institution.id) : [],
      campaigns: await this.campaigns.ofCard(view.id),
      keepings: await this.keepings.ofCard(view.id, principal),
    };
  }
}
