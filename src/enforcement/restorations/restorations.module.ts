import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { RegistryModule } from '../../registry/registry.module.js';
import { Keepings } from './keepings.service.js';
import { RestorationsController } from './restorations.controller.js';
import { RestorationsService } from './restorations.service.js';
import { SimApprovalsController } from './sim-approvals.controller.js';
import { SimApprovals } from './sim-approvals.service.js';

@Module({
  imports: [DecisionsModule, RegistryModule],
  controllers: [RestorationsController, SimApprovalsController],
  providers: [RestorationsService, Keepings, SimApprovals],
})
export class RestorationsModule {}
