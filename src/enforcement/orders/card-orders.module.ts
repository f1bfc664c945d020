import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { InstitutionsModule } from '../../institutions/institutions.module.js';
import { DirectivesModule } from '../directives/directives.module.js';
import { Issuing } from '../directives/issuing.service.js';
import { CardOrderRecords } from './card-order-records.service.js';
import { CardOrderSource } from './card-order-source.js';
import { CardOrderViews } from './card-order-view.service.js';
import { CardOrdersController } from './card-orders.controller.js';
import { CardOrders } from './card-orders.service.js';

@Module({
  imports: [InstitutionsModule, DecisionsModule, DirectivesModule],
  controllers: [CardOrdersController],
  providers: [CardOrders, CardOrderRecords, CardOrderViews, CardOrderSource],
  exports: [CardOrderViews],
})
export class CardOrdersModule {
  constructor(issuing: Issuing, orders: CardOrderSource) {
    issuing.add(orders);
  }
}
