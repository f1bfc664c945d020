import { Module } from '@nestjs/common';
import { DecisionLogModule } from '../decision-log/decision-log.module.js';
import { InstitutionsModule } from '../institutions/institutions.module.js';
import { RegistryModule } from '../registry/registry.module.js';
import { RestrictionsModule } from '../restrictions/restrictions.module.js';
import { SanctionsModule } from '../sanctions/sanctions.module.js';
import { Answering } from './answering.service.js';
import { BookDecisions } from './book-decisions.service.js';
import { CardCheckController } from './card-check.controller.js';
import { CardChecks } from './card-checks.service.js';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { Catalogues } from './catalogue/catalogue.service.js';
import { DecisionBatch } from './decision-batch.service.js';
import { DecisionFacts } from './decision-facts.service.js';
import { DecisionLane } from './decision-lane.service.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionsService } from './decisions.service.js';
import { PresentFacts } from './present-facts.service.js';
import { KnownAt } from './known-at.service.js';
import { Questions } from './questions.service.js';
import { RulebookStore } from './rulebook-store.service.js';
import { StoredDecisions } from './stored-decisions.service.js';
import { SubjectDecisionsController } from './subject-decisions.controller.js';
import { SubjectQuestions } from './subject-questions.service.js';

@Module({
  imports: [InstitutionsModule, RegistryModule, SanctionsModule, RestrictionsModule, DecisionLogModule],
  controllers: [DecisionsController, CardCheckController, SubjectDecisionsController, CatalogueController],
  providers: [
    RulebookStore,
    DecisionFacts,
    PresentFacts,
    KnownAt,
    Questions,
    Answering,
    BookDecisions,
    DecisionsService,
    DecisionBatch,
    DecisionLane,
    StoredDecisions,
    CardChecks,
    SubjectQuestions,
    Catalogues,
  ],
  exports: [RulebookStore, Questions, BookDecisions, DecisionsService, DecisionLane],
})
export class DecisionsModule {}
