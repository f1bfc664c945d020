import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clients, CurrentPrincipal, Officers } from '../institutions/access.js';
import type { Principal } from '../institutions/principal.js';
import { plainText } from '../platform/byte-text.js';
import { languageOf } from '../platform/language.js';
import { NDJSON, unreadBody } from '../platform/ndjson.js';
import { budgetHeaders } from '../registry/scan/scan-budgets.service.js';
import { Restrictions } from '../restrictions/restrictions.service.js';
import { DecisionBatch } from './decision-batch.service.js';
import { ARRAY_EXAMPLE, LINES_EXAMPLE, REQUEST_EXAMPLES } from './decision.examples.js';
import {
  DecisionPage,
  DecisionRequest,
  DecisionResponse,
  DecisionsQuery,
  ReplayResponse,
  StoredDecisionResponse,
} from './decision.dto.js';
import { DecisionsService } from './decisions.service.js';
import { MIN_REVISION, MIN_REVISION_HEADER, minRevisionOf } from './min-revision.js';
import { Questions } from './questions.service.js';
import { StoredDecisions } from './stored-decisions.service.js';

/** Written before it is sent. */
const JSON_TYPE = 'application/json; charset=utf-8';
/** 10,000 questions of the usual length. */
const ARRAY_LIMIT_BYTES = 16 * 1024 * 1024;

/** A decision, or the problem of its question. */
const ONE_ANSWER = {
  oneOf: [{ $ref: getSchemaPath(DecisionResponse) }, { $ref: '#/components/schemas/Problem' }],
};

@ApiTags('decisions')
@Controller('v1/decisions')
@Clients('decisions')
@Officers()
export class DecisionsController {
  constructor(
    private readonly questions: Questions,
    private readonly decisions: DecisionsService,
    private readonly batch: DecisionBatch,
    private readonly stored: StoredDecisions,
    private readonly restrictions: Restrictions,
  ) {}

  /** May this person or unit do this, with this card, at this moment, and under which article not? */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: '请求判定 · Ask for a decision' })
  @ApiHeader(MIN_REVISION_HEADER)
  @ApiBody({ type: DecisionRequest, examples: REQUEST_EXAMPLES })
  @ApiOkResponse({ type: DecisionResponse })
  async decide(
    @Body() body: DecisionRequest,
    @CurrentPrincipal() asker: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const question = this.questions.read(body, asker, languageOf(request));
    await this.reach(request);
    const { text, budget } = await this.decisions.decide(question, asker);
    if (budget !== undefined) reply.headers(budgetHeaders(budget));
    await reply.type(JSON_TYPE).send(plainText(text));
  }

  /**
   * NDJSON: one question and one answer a line (64 kB at most), same order, streamed with back-pressure, any number of lines;
   * a bad line gets a problem object in its place. A JSON array of up to 10,000 questions is answered by a JSON array.
   */
  @Post('batch')
  @HttpCode(200)
  @RouteConfig({ bodyLimit: ARRAY_LIMIT_BYTES })
  @ApiOperation({ summary: '批量判定 · Ask for many decisions' })
  @ApiHeader(MIN_REVISION_HEADER)
  @ApiConsumes(NDJSON, 'application/json')
  @ApiBody({
    required: true,
    schema: {
      oneOf: [
        { type: 'string', example: LINES_EXAMPLE },
        { type: 'array', items: { type: 'object' }, example: ARRAY_EXAMPLE },
      ],
    },
  })
  @ApiExtraModels(DecisionResponse)
  @ApiOkResponse({
    description: 'One decision or problem per question',
    content: {
      [NDJSON]: { schema: ONE_ANSWER },
      'application/json': { schema: { type: 'array', items: ONE_ANSWER } },
    },
  })
  async decideMany(
    @CurrentPrincipal() asker: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.reach(request);
    const lines = unreadBody(request);
    const language = languageOf(request);
    if (lines === undefined) await reply.type(JSON_TYPE).send(await this.batch.ofArray(request.body, asker, language));
    else await reply.type(NDJSON).send(this.batch.ofLines(lines, asker, language));
  }

  /** Decisions of the own institution, newest first. */
  @Get()
  @ApiOperation({ summary: '本机构的判定 · Own decisions' })
  @ApiOkResponse({ type: DecisionPage })
  page(@Query() { cursor }: DecisionsQuery, @CurrentPrincipal() reader: Principal): Promise<DecisionPage> {
    return this.stored.page(reader, cursor);
  }

  /** As it was answered, with every rule that was asked and the values it read. For the asking institution, and officers. */
  @Get(':id')
  @ApiOperation({ summary: '已存判定与推理过程 · A stored decision with its trace' })
  @ApiOkResponse({ type: StoredDecisionResponse })
  get(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() reader: Principal): Promise<StoredDecisionResponse> {
    return this.stored.get(id, reader);
  }

  /** Decides again from the stored input, under the rulebook of then, and compares the bytes. */
  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ summary: '重放判定 · Replay a stored decision' })
  @ApiOkResponse({ type: ReplayResponse })
  replay(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() reader: Principal): Promise<ReplayResponse> {
    return this.stored.replay(id, reader);
  }

  private async reach(request: FastifyRequest): Promise<void> {
    const wanted = minRevisionOf(request.headers[MIN_REVISION]);
    if (wanted !== undefined) await this.restrictions.reach(wanted);
  }
}
