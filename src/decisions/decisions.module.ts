import { Module } from '@nestjs/common';
import { RegistryModule } from '../registry/registry.module.js';
import { SanctionsModule } from '../sanctions/sanctions.module.js';
import { DecisionBatch } from './decision-batch.service.js';
import { DecisionFacts } from './decision-facts.service.js';
import { DecisionLog } from './decision-log.service.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionsService } from './decisions.service.js';
import { RulebookStore } from './rulebook-store.service.js';

@Module({
  imports: [RegistryModule, SanctionsModule],
  controllers: [DecisionsController],
  providers: [RulebookStore, DecisionFacts, DecisionLog, DecisionsService, DecisionBatch],
  exports: [RulebookStore, DecisionLog, DecisionsService],
})
export class DecisionsModule {}
