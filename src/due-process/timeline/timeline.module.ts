import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { DirectivesModule } from '../../enforcement/directives/directives.module.js';
import { TimelineController } from './timeline.controller.js';
import { TimelineService } from './timeline.service.js';

@Module({
  imports: [DecisionsModule, DirectivesModule],
  controllers: [TimelineController],
  providers: [TimelineService],
})
export class TimelineModule {}
