import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentOfficer, Officers } from '../institutions/access.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { plainText } from '../platform/byte-text.js';
import { languageOf } from '../platform/language.js';
import { Restrictions } from '../restrictions/restrictions.service.js';
import { SUBJECT_EXAMPLES } from './decision.examples.js';
import { DecisionResponse, SubjectDecisionRequest } from './decision.dto.js';
import { DecisionsService } from './decisions.service.js';
import { MIN_REVISION, MIN_REVISION_HEADER, minRevisionOf } from './min-revision.js';
import { SubjectQuestions } from './subject-questions.service.js';

@ApiTags('subjects')
@Controller('v1/subjects')
export class SubjectDecisionsController {
  constructor(
    private readonly questions: SubjectQuestions,
    private readonly decisions: DecisionsService,
    private readonly restrictions: Restrictions,
  ) {}

  /**
   * What a bank, a carrier or another institution would be answered about somebody in the books, as advice for an officer: by the
   * identifier first recorded, which leaves the books for nobody. Logged as every decision; its trace is `GET /v1/decisions/{id}`.
   */
  @Post(':id/decisions')
  @HttpCode(200)
  @Officers()
  @ApiOperation({ summary: '就惩戒对象试问判定 · Ask for a decision about a subject' })
  @ApiHeader(MIN_REVISION_HEADER)
  @ApiBody({ type: SubjectDecisionRequest, examples: SUBJECT_EXAMPLES })
  @ApiOkResponse({ type: DecisionResponse })
  async decide(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SubjectDecisionRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const question = await this.questions.read(id, body, officer, languageOf(request));
    const wanted = minRevisionOf(request.headers[MIN_REVISION]);
    if (wanted !== undefined) await this.restrictions.reach(wanted);
    const { text } = await this.decisions.decide(question, officer);
    await reply.type('application/json; charset=utf-8').send(plainText(text));
  }
}
