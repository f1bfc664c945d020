import { Module } from '@nestjs/common';
import { RegistryModule } from '../registry/registry.module.js';
import { SanctionFacts } from './sanction-facts.service.js';
import { SanctionsService } from './sanctions.service.js';

@Module({
  imports: [RegistryModule],
  providers: [SanctionsService, SanctionFacts],
  exports: [SanctionsService, SanctionFacts],
})
export class SanctionsModule {}
