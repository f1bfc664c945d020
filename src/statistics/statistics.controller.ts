import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiProduces, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Officers } from '../institutions/access.js';
import { languageOf } from '../platform/language.js';
import type { TextLanguage } from '../rulebook/reasons.js';
import { OverviewQuery, StatisticsOverview, StatisticsQuery, StatisticsResponse } from './statistics.dto.js';
import { Statistics } from './statistics.service.js';
import { statisticsCsv } from './statistics-csv.js';

@ApiTags('statistics')
@ApiExtraModels(StatisticsResponse)
@Controller('v1/statistics')
export class StatisticsController {
  constructor(private readonly statistics: Statistics) {}

  /**
   * Who is under sanctions as of a day, what happened to sanctions in a period, and how directives issued in it were carried out; by
   * region, organ, regime, institution, measure, ground, category or month. `format=csv` gives a table for a spreadsheet.
   */
  @Get()
  @Officers()
  @ApiOperation({ summary: '统计 · Statistics' })
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(StatisticsResponse) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async of(
    @Query() query: StatisticsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StatisticsResponse | string> {
    const language = inLanguage(request);
    const counted = await this.statistics.of(query, language);
    if (query.format !== 'csv') return counted;
    void reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="statistics-${counted.by}-${counted.asOf}.csv"`);
    return statisticsCsv(counted, language);
  }

  /** What a dashboard shows, in one answer and of one state of the books: by region, by institution, by month, and in total. */
  @Get('overview')
  @Officers()
  @ApiOperation({ summary: '统计总览 · Statistics for a dashboard' })
  overview(@Query() query: OverviewQuery, @Req() request: FastifyRequest): Promise<StatisticsOverview> {
    return this.statistics.overview(query, inLanguage(request));
  }
}

function inLanguage(request: FastifyRequest): TextLanguage {
  return languageOf(request) === 'en' ? 'en' : 'zh';
}
