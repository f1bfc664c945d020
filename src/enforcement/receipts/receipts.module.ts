import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { InstitutionsModule } from '../../institutions/institutions.module.js';
import { DirectiveViews } from './directive-views.service.js';
import { DirectivesController } from './directives.controller.js';
import { Directives } from './directives.service.js';
import { Receipts } from './receipts.service.js';

/** The doors through which institutions fetch directives and answer them. */
@Module({
  imports: [DecisionsModule, InstitutionsModule],
  controllers: [DirectivesController],
  providers: [Directives, DirectiveViews, Receipts],
  exports: [Directives],
})
export class ReceiptsModule {}
