import { Controller, Get, Param, ParseUUIDPipe, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Officers } from '../../institutions/access.js';
import { languageOf } from '../../platform/language.js';
import { TimelineResponse } from './timeline.dto.js';
import { TimelineService } from './timeline.service.js';

@ApiTags('subjects')
@Controller('v1/subjects')
export class TimelineController {
  constructor(private readonly timeline: TimelineService) {}

  /**
   * Designations, sanctions with their measures, last days and articles, chains, and directives with their receipts of one subject;
   * and what is in force now, and why.
   */
  @Get(':id/timeline')
  @Officers()
  @ApiOperation({ summary: '惩戒对象时间线 · Timeline of a subject' })
  ofSubject(@Param('id', ParseUUIDPipe) id: string, @Req() request: FastifyRequest): Promise<TimelineResponse> {
    return this.timeline.ofSubject(id, languageOf(request) === 'en' ? 'en' : 'zh');
  }
}
