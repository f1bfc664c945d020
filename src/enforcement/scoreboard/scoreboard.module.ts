import { Module } from '@nestjs/common';
import { DirectivesModule } from '../directives/directives.module.js';
import { Escalations } from './escalations.service.js';
import { ScoreboardController } from './scoreboard.controller.js';
import { Scoreboard } from './scoreboard.service.js';

/** Who carries directives out, how fast, and who does not. */
@Module({
  imports: [DirectivesModule],
  controllers: [ScoreboardController],
  providers: [Scoreboard, Escalations],
  exports: [Escalations],
})
export class ScoreboardModule {}
