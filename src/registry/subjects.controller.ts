import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOfficer, Officers } from '../institutions/access.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { actorOf } from '../institutions/principal.js';
import { SubjectViews } from './subject-views.service.js';
import { RevealedSubject, RevealRequest, SubjectView } from './subject.dto.js';

@ApiTags('subjects')
@Controller('v1/subjects')
@Officers()
export class SubjectsController {
  constructor(private readonly subjects: SubjectViews) {}

  /** Name and numbers masked. */
  @Get(':id')
  @ApiOperation({ summary: '惩戒对象(掩码) · One subject, masked' })
  @ApiOkResponse({ type: SubjectView })
  view(@Param('id', ParseUUIDPipe) id: string): Promise<SubjectView> {
    return this.subjects.get(id);
  }

  /** Name and numbers in full, for a purpose that goes into the audit trail. */
  @Post(':id/reveal')
  @HttpCode(200)
  @ApiOperation({ summary: '惩戒对象(明文,须说明用途) · One subject, in full' })
  @ApiOkResponse({ type: RevealedSubject })
  reveal(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() request: RevealRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<RevealedSubject> {
    return this.subjects.reveal(id, request.purpose, actorOf(officer));
  }
}
