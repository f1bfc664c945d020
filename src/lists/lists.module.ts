import { Module } from '@nestjs/common';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { RegistryModule } from '../registry/registry.module.js';
import { SanctionsModule } from '../sanctions/sanctions.module.js';
import { ActivationService } from './activation.service.js';
import { ApprovalService } from './approval.service.js';
import { Corrections } from './corrections.service.js';
import { EntriesService } from './entries.service.js';
import { ImportController } from './import.controller.js';
import { ImportService } from './import.service.js';
import { IntakeService } from './intake.service.js';
import { LeadIntakeService } from './lead-intake.service.js';
import { ListRecords } from './list-records.service.js';
import { EntryPages } from './entry-pages.service.js';
import { Comparisons } from './review/comparisons.service.js';
import { Executions } from './review/executions.service.js';
import { MassChanges } from './review/mass-change.service.js';
import { Prospects } from './review/prospects.service.js';
import { ReviewController } from './review/review.controller.js';
import { Summaries } from './review/summaries.service.js';
import { EntryRevisionsController } from './revision/entry-revisions.controller.js';
import { EntryRevisions } from './revision/entry-revisions.service.js';
import { RevisionRecords } from './revision/revision-records.service.js';
import { EntriesController } from './entries.controller.js';
import { ListsController } from './lists.controller.js';
import { ListsService } from './lists.service.js';
import { RowSource } from './row-source.service.js';

@Module({
  imports: [RegistryModule, SanctionsModule, DecisionsModule],
  controllers: [ImportController, ListsController, EntriesController, EntryRevisionsController, ReviewController],
  providers: [
    ListsService,
    ListRecords,
    EntriesService,
    EntryPages,
    Prospects,
    Summaries,
    MassChanges,
    Comparisons,
    Executions,
    EntryRevisions,
    RevisionRecords,
    IntakeService,
    LeadIntakeService,
    RowSource,
    ImportService,
    ActivationService,
    ApprovalService,
    Corrections,
  ],
  exports: [ListsService, ImportService, ApprovalService, Corrections, EntriesService],
})
export class ListsModule {}
