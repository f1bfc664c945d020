import { ApiProperty } from '@nestjs/swagger';
import { DECISION_LOG_MODES, type DecisionLogMode } from '../config.js';

/** What a probe is told. */
export class HealthDto {
  @ApiProperty({ enum: ['ok'], example: 'ok' })
  status: 'ok';
}

/** What a probe is told of a service that is ready. */
export class ReadyDto extends HealthDto {
  /** Which decisions this node logs before it answers. */
  @ApiProperty({ enum: DECISION_LOG_MODES, example: 'all' })
  decisionLog: DecisionLogMode;
}
