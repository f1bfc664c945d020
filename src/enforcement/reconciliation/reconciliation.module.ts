import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { InstitutionsModule } from '../../institutions/institutions.module.js';
import { RegistryModule } from '../../registry/registry.module.js';
import { RestrictionsModule } from '../../restrictions/restrictions.module.js';
import { CardComparison } from './card-comparison.service.js';
import { MissingCards } from './missing-cards.service.js';
import { ReconciliationBatch } from './reconciliation-batch.service.js';
import { ReconciliationStream } from './reconciliation-stream.service.js';
import { ReconciliationTasksController } from './reconciliation-tasks.controller.js';
import { ReconciliationTasks } from './reconciliation-tasks.service.js';
import { ReconciliationsController } from './reconciliations.controller.js';
import { Reconciliations } from './reconciliations.service.js';
import { TaskDesk } from './task-desk.service.js';

@Module({
  imports: [InstitutionsModule, RegistryModule, RestrictionsModule, DecisionsModule],
  controllers: [ReconciliationsController, ReconciliationTasksController],
  providers: [
    Reconciliations,
    ReconciliationStream,
    ReconciliationBatch,
    CardComparison,
    MissingCards,
    ReconciliationTasks,
    TaskDesk,
  ],
  exports: [TaskDesk],
})
export class ReconciliationModule {}
