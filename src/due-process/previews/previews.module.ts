import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { DirectivesModule } from '../../enforcement/directives/directives.module.js';
import { SanctionsModule } from '../../sanctions/sanctions.module.js';
import { Previews } from './previews.service.js';

/** What decisions of due process would do. */
@Module({
  imports: [SanctionsModule, DecisionsModule, DirectivesModule],
  providers: [Previews],
  exports: [Previews],
})
export class PreviewsModule {}
