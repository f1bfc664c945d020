import { Module } from '@nestjs/common';
import { RegistryModule } from '../registry/registry.module.js';
import { SanctionForesight } from './sanction-foresight.service.js';
import { SanctionFacts } from './sanction-facts.service.js';
import { SanctionPreview } from './sanction-preview.service.js';
import { SanctionStage } from './sanction-stage.service.js';
import { SanctionsService } from './sanctions.service.js';
import { SearchTerms } from './search/search-terms.service.js';
import { SubjectSearchController } from './search/subject-search.controller.js';
import { SubjectSearch } from './search/subject-search.service.js';

@Module({
  imports: [RegistryModule],
  controllers: [SubjectSearchController],
  providers: [
    SanctionsService,
    SanctionStage,
    SanctionFacts,
    SanctionForesight,
    SanctionPreview,
    SearchTerms,
    SubjectSearch,
  ],
  exports: [SanctionsService, SanctionStage, SanctionFacts, SanctionForesight, SanctionPreview],
})
export class SanctionsModule {}
