import { Module, type DynamicModule } from '@nestjs/common';
import { InstitutionsModule } from './institutions/institutions.module.js';
import { DecisionsModule } from './decisions/decisions.module.js';
import { CreditFeedModule } from './enforcement/credit/credit-feed.module.js';
import { CampaignsModule } from './enforcement/campaigns/campaigns.module.js';
import { RegisteredCardsModule } from './enforcement/cards/registered-cards.module.js';
import { DirectivesModule } from './enforcement/directives/directives.module.js';
import { CardOrdersModule } from './enforcement/orders/card-orders.module.js';
import { ReconciliationModule } from './enforcement/reconciliation/reconciliation.module.js';
import { RestorationsModule } from './enforcement/restorations/restorations.module.js';
import { ReceiptsModule } from './enforcement/receipts/receipts.module.js';
import { ScoreboardModule } from './enforcement/scoreboard/scoreboard.module.js';
import { WebhooksModule } from './enforcement/webhooks/webhooks.module.js';
import { AppealsModule } from './due-process/appeals/appeals.module.js';
import { LiftingsModule } from './due-process/liftings/liftings.module.js';
import { NoticesModule } from './due-process/notices/notices.module.js';
import { StandingModule } from './due-process/standing/standing.module.js';
import { TimelineModule } from './due-process/timeline/timeline.module.js';
import { ListsModule } from './lists/lists.module.js';
import { RegistryModule } from './registry/registry.module.js';
import { RestrictionsModule } from './restrictions/restrictions.module.js';
import { RulebooksModule } from './rulebooks/rulebooks.module.js';
import { SanctionsModule } from './sanctions/sanctions.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { PlatformModule, type Foundation } from './platform/platform.module.js';

/** The whole service: one import per feature. */
@Module({})
export class AppModule {
  static on(foundation: Foundation): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.on(foundation),
        InstitutionsModule,
        RegistryModule,
        SanctionsModule,
        RestrictionsModule,
        DecisionsModule,
        ListsModule,
        RulebooksModule,
        DirectivesModule,
        ReceiptsModule,
        ScoreboardModule,
        WebhooksModule,
        RestorationsModule,
        ReconciliationModule,
        CampaignsModule,
        CardOrdersModule,
        RegisteredCardsModule,
        CreditFeedModule,
        NoticesModule,
        LiftingsModule,
        AppealsModule,
        StandingModule,
        TimelineModule,
        StatisticsModule,
      ],
    };
  }
}
