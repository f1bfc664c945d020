import { Module } from '@nestjs/common';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { FolderCandidate } from './folder-candidate.service.js';
import { PublicationRecords } from './publication-records.service.js';
import { Publishing } from './publishing.service.js';
import { RulebookPages } from './rulebook-pages.service.js';
import { RulebooksController } from './rulebooks.controller.js';
import { RulebooksService } from './rulebooks.service.js';
import { SignedWhatIfs } from './signed-what-ifs.service.js';
import { Submissions } from './submissions.service.js';
import { WhatIfRuns } from './what-if-runs.service.js';
import { WhatIfsController } from './what-ifs.controller.js';
import { WhatIfs } from './what-ifs.service.js';

@Module({
  imports: [DecisionsModule],
  controllers: [RulebooksController, WhatIfsController],
  providers: [
    RulebooksService,
    RulebookPages,
    Submissions,
    FolderCandidate,
    WhatIfs,
    WhatIfRuns,
    SignedWhatIfs,
    PublicationRecords,
    Publishing,
  ],
})
export class RulebooksModule {}
