import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Officers } from '../../institutions/access.js';
import { EscalationPage, EscalationsQuery, ScoreboardPage, ScoreboardQuery } from './scoreboard.dto.js';
import { Scoreboard } from './scoreboard.service.js';

@ApiTags('directives')
@Controller('v1')
@Officers()
export class ScoreboardController {
  constructor(private readonly scoreboard: Scoreboard) {}

  /** Per institution: what it was told, what it did, how fast. `format=csv` gives all institutions at once. */
  @Get('scoreboard')
  @ApiOperation({ summary: '机构执行情况 · Scoreboard of institutions' })
  @ApiExtraModels(ScoreboardPage)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ScoreboardPage) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async page(@Query() query: ScoreboardQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    if (query.format === 'json') return this.scoreboard.page(query);
    reply.type('text/csv; charset=utf-8').header('Content-Disposition', 'attachment; filename="scoreboard.csv"');
    return this.scoreboard.csv(query);
  }

  /** Directives that were not answered in time, in the order in which they were told to the officers; a receipt closes one. */
  @Get('escalations')
  @ApiOperation({ summary: '逾期未回执的指令 · Overdue directives' })
  @ApiOkResponse({ type: EscalationPage })
  escalations(@Query() query: EscalationsQuery): Promise<EscalationPage> {
    return this.scoreboard.escalations(query);
  }
}
