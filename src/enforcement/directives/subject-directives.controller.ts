import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Officers } from '../../institutions/access.js';
import { SubjectDirectivesResponse } from './subject-directives.dto.js';
import { SubjectDirectives } from './subject-directives.service.js';

@ApiTags('subjects')
@Controller('v1/subjects')
export class SubjectDirectivesController {
  constructor(private readonly directives: SubjectDirectives) {}

  /** What institutions were told about a subject, the newest 200, and how many of them have executed it. */
  @Get(':id/directives')
  @Officers()
  @ApiOperation({ summary: '惩戒对象的执行指令 · Directives about a subject' })
  async ofSubject(@Param('id', ParseUUIDPipe) id: string): Promise<SubjectDirectivesResponse> {
    return { items: await this.directives.ofSubject(id) };
  }
}
