import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Officers } from '../../institutions/access.js';
import { TimelineResponse } from './timeline.dto.js';
import { TimelineService } from './timeline.service.js';

@ApiTags('subjects')
@Controller('v1/subjects')
export class TimelineController {
  constructor(private readonly timeline: TimelineService) {}

  /** Designations, sanctions with their measures and last days, chains, and directives with their receipts of one subject. */
  @Get(':id/timeline')
  @Officers()
  @ApiOperation({ summary: '惩戒对象时间线 · Timeline of a subject' })
  ofSubject(@Param('id', ParseUUIDPipe) id: string): Promise<TimelineResponse> {
    return this.timeline.ofSubject(id);
  }
}
