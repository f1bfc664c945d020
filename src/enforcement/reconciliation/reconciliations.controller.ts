import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { Clients, CurrentClient, CurrentPrincipal, Officers } from '../../institutions/access.js';
import type { ClientPrincipal, Principal } from '../../institutions/principal.js';
import { languageOf } from '../../platform/language.js';
import { NDJSON, unreadBody } from '../../platform/ndjson.js';
import { MissingCards } from './missing-cards.service.js';
import { RECONCILIATIONS } from './reconciliation-lines.js';
import { ReconciliationStream } from './reconciliation-stream.service.js';
import {
  DifferenceLine,
  ReconcileQuery,
  ReconciliationPage,
  ReconciliationResponse,
  ReconciliationsQuery,
  SummaryLine,
} from './reconciliation.dto.js';
import type { Reconciliation } from './reconciliation.entity.js';
import { Reconciliations } from './reconciliations.service.js';
import { ReportedCardDto } from './reported-card.js';

const EXAMPLE = [
  {
    kind: 'bank_account',
    number: '6232300000019684190',
    holder: { idType: 'resident_id', idNumber: '110101188001010011' },
    state: 'active',
  },
  {
    kind: 'bank_account',
    number: '6232300000019684208',
    holder: { idType: 'resident_id', idNumber: '500230188004276798', name: '尤静国' },
    state: 'limited',
  },
]
  .map((card) => `${JSON.stringify(card)}\n`)
  .join('');

@ApiTags('reconciliation')
@Controller(RECONCILIATIONS)
@Clients('directives')
export class ReconciliationsController {
  constructor(
    private readonly stream: ReconciliationStream,
    private readonly missing: MissingCards,
    private readonly runs: Reconciliations,
  ) {}

  /**
   * What the institution holds, one card a line, any number of lines. The answer has one line per difference, in place and
   * streamed with back-pressure, a problem for each line that could not be read, then what is registered and was not named, and
   * at last a summary: without it, or without `complete`, the answer broke off. One at a time per institution. The registry is
   * not changed by it: cards are written by their own door.
   */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: '对账 · Reconcile the cards held with the books' })
  @ApiConsumes(NDJSON)
  @ApiBody({ required: true, schema: { type: 'string', example: EXAMPLE } })
  @ApiExtraModels(ReportedCardDto, DifferenceLine, SummaryLine)
  @ApiOkResponse({
    description: 'Differences and problems, then the summary',
    content: {
      [NDJSON]: {
        schema: {
          anyOf: [
            { $ref: getSchemaPath(DifferenceLine) },
            { $ref: getSchemaPath(SummaryLine) },
            { $ref: '#/components/schemas/Problem' },
          ],
        },
      },
    },
  })
  async reconcile(
    @Query() { full, confirmEmpty }: ReconcileQuery,
    @CurrentClient() client: ClientPrincipal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { id, answer } = await this.stream.answer(bodyOf(request), client, {
      isFull: full !== 'false',
      mayBeEmpty: confirmEmpty === 'true',
      language: languageOf(request),
    });
    await reply.header('location', `/${RECONCILIATIONS}/${id}`).type(NDJSON).send(answer);
  }

  /** An institution's own; for officers everybody's. Newest first. */
  @Get()
  @Clients('directives')
  @Officers()
  @ApiOperation({ summary: '对账记录 · Reconciliations' })
  async page(@Query() query: ReconciliationsQuery, @CurrentPrincipal() reader: Principal): Promise<ReconciliationPage> {
    const { items, nextCursor } = await this.runs.page(reader, query);
    return { items: items.map(viewOf), nextCursor };
  }

  /** Progress while it runs, then what it came to. */
  @Get(':id')
  @Clients('directives')
  @Officers()
  @ApiOperation({ summary: '一次对账 · A reconciliation' })
  async get(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentPrincipal() reader: Principal,
  ): Promise<ReconciliationResponse> {
    return viewOf(await this.runs.get(id, reader));
  }

  /** More than half of the registered cards were missing, and that is right: they become tasks now. */
  @Post(':id/confirm')
  @HttpCode(200)
  @ApiOperation({ summary: '确认大量缺失属实 · Confirm an implausible reconciliation' })
  async confirm(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentClient() client: ClientPrincipal,
  ): Promise<ReconciliationResponse> {
    return viewOf(await this.missing.confirm(id, client));
  }

  /** Ends one that runs or waits to be confirmed. The tasks it has found stay; nothing is resolved. */
  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: '取消对账 · Cancel a reconciliation' })
  async cancel(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentClient() client: ClientPrincipal,
  ): Promise<ReconciliationResponse> {
    return viewOf(await this.runs.cancel(id, client));
  }
}

/** A body of no bytes is not even a stream to the server: it is an account without lines. */
function bodyOf(request: FastifyRequest): AsyncIterable<Buffer> {
  const body = unreadBody(request);
  if (body !== undefined) return body;
  const isNdjson = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() === NDJSON;
  if (!isNdjson) throw new Problem('unsupported-media-type');
  return nothing();
}

async function* nothing(): AsyncGenerator<Buffer> {
  yield* [];
}

function viewOf(run: Reconciliation): ReconciliationResponse {
  const { id, institutionId, state, isFull: full, lines, cards, bad, resolved, fromRevision, toRevision } = run;
  return {
    id,
    institutionId,
    state,
    full,
    startedAt: shanghaiInstant(run.startedAt),
    finishedAt: run.finishedAt === null ? null : shanghaiInstant(run.finishedAt),
    lines,
    cards,
    bad,
    byDifference: run.differences,
    resolved,
    fromRevision,
    toRevision,
  };
}
