import { Module } from '@nestjs/common';
import { RegistryModule } from '../../registry/registry.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { CardOrdersModule } from '../orders/card-orders.module.js';
import { ReceiptsModule } from '../receipts/receipts.module.js';
import { CardFiles } from './card-files.service.js';
import { CardHistories } from './card-histories.service.js';
import { RegisteredCardsController } from './registered-cards.controller.js';
import { RegisteredCards } from './registered-cards.service.js';
import { SubjectCardsController } from './subject-cards.controller.js';

/** Single cards as officers look at them, and institutions at their own. */
@Module({
  imports: [RegistryModule, ReceiptsModule, CardOrdersModule, CampaignsModule],
  controllers: [RegisteredCardsController, SubjectCardsController],
  providers: [RegisteredCards, CardFiles, CardHistories],
})
export class RegisteredCardsModule {}
