import { Module } from '@nestjs/common';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { ListsModule } from '../lists/lists.module.js';
import { StatisticsController } from './statistics.controller.js';
import { Statistics } from './statistics.service.js';
import { TransitionWorklistController } from './transition/transition-worklist.controller.js';
import { TransitionWorklist } from './transition/transition-worklist.service.js';

@Module({
  imports: [DecisionsModule, ListsModule],
  controllers: [StatisticsController, TransitionWorklistController],
  providers: [Statistics, TransitionWorklist],
})
export class StatisticsModule {}
