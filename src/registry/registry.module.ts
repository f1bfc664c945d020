import { Module } from '@nestjs/common';
import { InstitutionsModule } from '../institutions/institutions.module.js';
import { CardBlacklistService } from './card-blacklist.service.js';
import { CardListingsController } from './card-listings.controller.js';
import { CardListingsService } from './card-listings.service.js';
import { CardsController } from './cards.controller.js';
import { CardsService } from './cards.service.js';
import { ListingStage } from './listing-stage.service.js';
import { RetainedSimPages } from './retained/retained-sim-pages.service.js';
import { RetainedSimsController } from './retained/retained-sims.controller.js';
import { RetainedSims } from './retained/retained-sims.service.js';
import { BudgetsController } from './scan/budgets.controller.js';
import { ScanBudgets } from './scan/scan-budgets.service.js';
import { SubjectStage } from './subject-stage.service.js';
import { SubjectViews } from './subject-views.service.js';
import { SubjectsController } from './subjects.controller.js';
import { SubjectsService } from './subjects.service.js';

@Module({
  imports: [InstitutionsModule],
  controllers: [SubjectsController, CardsController, CardListingsController, BudgetsController, RetainedSimsController],
  providers: [
    SubjectsService,
    SubjectStage,
    SubjectViews,
    CardsService,
    CardBlacklistService,
    ListingStage,
    CardListingsService,
    ScanBudgets,
    RetainedSims,
    RetainedSimPages,
  ],
  exports: [
    SubjectsService,
    SubjectStage,
    SubjectViews,
    CardsService,
    CardBlacklistService,
    ListingStage,
    CardListingsService,
    ScanBudgets,
    RetainedSims,
    RetainedSimPages,
  ],
})
export class RegistryModule {}
