import { Module } from '@nestjs/common';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { ListsModule } from '../lists/lists.module.js';
import { RegistryModule } from '../registry/registry.module.js';
import { SanctionRegisterController } from './register/sanction-register.controller.js';
import { SanctionRegister } from './register/sanction-register.service.js';
import { SanctionCounts } from './sanction-counts.service.js';
import { StatisticsController } from './statistics.controller.js';
import { Statistics } from './statistics.service.js';
import { TransitionWorklistController } from './transition/transition-worklist.controller.js';
import { TransitionWorklist } from './transition/transition-worklist.service.js';

@Module({
  imports: [DecisionsModule, ListsModule, RegistryModule],
  controllers: [StatisticsController, SanctionRegisterController, TransitionWorklistController],
  providers: [Statistics, SanctionCounts, SanctionRegister, TransitionWorklist],
})
export class StatisticsModule {}
