import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { SanctionsModule } from '../../sanctions/sanctions.module.js';
import { PreviewsModule } from '../previews/previews.module.js';
import { EarlyEnd } from './early-end.service.js';
import { LiftingRecords } from './lifting-records.service.js';
import { LiftingsController } from './liftings.controller.js';
import { LiftingsService } from './liftings.service.js';

@Module({
  imports: [SanctionsModule, DecisionsModule, PreviewsModule],
  controllers: [LiftingsController],
  providers: [LiftingsService, LiftingRecords, EarlyEnd],
})
export class LiftingsModule {}
