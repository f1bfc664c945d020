import { Module } from '@nestjs/common';
import { DecisionLog } from './decision-log.service.js';
import { GroupWriter } from './group-writer.js';
import { LogCheck } from './log-check.service.js';
import { LogDatabase } from './log-database.js';
import { LogMetrics } from './log-metrics.js';
import { LogMode } from './log-mode.service.js';
import { LogWatch } from './log-watch.service.js';

@Module({
  providers: [LogDatabase, LogMetrics, GroupWriter, DecisionLog, LogWatch, LogMode, LogCheck],
  exports: [DecisionLog, LogWatch],
})
export class DecisionLogModule {}
