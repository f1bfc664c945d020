import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { DirectivesModule } from '../../enforcement/directives/directives.module.js';
import { RegistryModule } from '../../registry/registry.module.js';
import { SanctionsModule } from '../../sanctions/sanctions.module.js';
import { AppealsModule } from '../appeals/appeals.module.js';
import { NoticesModule } from '../notices/notices.module.js';
import { OwnAppeals } from './own-appeals.service.js';
import { OwnSanctions } from './own-sanctions.service.js';
import { Receipts } from './receipts.service.js';
import { StandingAdmission } from './standing-admission.service.js';
import { StandingPageController } from './standing-page.controller.js';
import { StandingController } from './standing.controller.js';
import { StandingService } from './standing.service.js';

@Module({
  imports: [RegistryModule, SanctionsModule, DecisionsModule, DirectivesModule, AppealsModule, NoticesModule],
  controllers: [StandingController, StandingPageController],
  providers: [StandingService, StandingAdmission, Receipts, OwnSanctions, OwnAppeals],
})
export class StandingModule {}
