import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { DirectivesModule } from '../../enforcement/directives/directives.module.js';
import { ListsModule } from '../../lists/lists.module.js';
import { RegistryModule } from '../../registry/registry.module.js';
import { SanctionsModule } from '../../sanctions/sanctions.module.js';
import { PreviewsModule } from '../previews/previews.module.js';
import { AppealCases } from './appeal-cases.service.js';
import { AppealRecords } from './appeal-records.service.js';
import { AppealedSanctions } from './appealed-sanctions.service.js';
import { AppealsController } from './appeals.controller.js';
import { AppealsService } from './appeals.service.js';
import { AppealFiling } from './filing.service.js';

@Module({
  imports: [RegistryModule, SanctionsModule, DecisionsModule, DirectivesModule, ListsModule, PreviewsModule],
  controllers: [AppealsController],
  providers: [AppealFiling, AppealsService, AppealCases, AppealRecords, AppealedSanctions],
  exports: [AppealCases, AppealRecords],
})
export class AppealsModule {}
