import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../domain/problem.js';
import { Clients, CurrentClient, CurrentPrincipal, Officers } from '../../institutions/access.js';
import type { ClientPrincipal, Principal } from '../../institutions/principal.js';
import { languageOf } from '../../platform/language.js';
import { NDJSON, unreadBody } from '../../platform/ndjson.js';
import { Directives } from './directives.service.js';
import {
  DirectiveDetailView,
  DirectivePage,
  DirectivesQuery,
  ReceiptRequest,
  ReceiptResponse,
} from './directive.dto.js';
import { answerReceiptLines, sentReceipt } from './receipt-lines.js';
import { Receipts } from './receipts.service.js';

const LINES_EXAMPLE =
  '{"id":"0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d","result":"executed"}\n{"id":"0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9e","result":"not_found"}\n';

@ApiTags('directives')
@Controller('v1/directives')
export class DirectivesController {
  constructor(
    private readonly directives: Directives,
    private readonly receipts: Receipts,
  ) {}

  /**
   * What an institution is to do, in the order of issue; the last page returns a cursor too, with which the next request finds
   * what was issued since. Officers see the directives of everybody, identifiers masked.
   */
  @Get()
  @Clients('directives')
  @Officers()
  @ApiOperation({ summary: '执行指令 · Directives' })
  @ApiOkResponse({ type: DirectivePage })
  page(
    @Query() query: DirectivesQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<DirectivePage> {
    return this.directives.page(query, { principal, language: languageOf(request) });
  }

  /** A directive with its receipts; an institution sees its own. */
  @Get(':id')
  @Clients('directives')
  @Officers()
  @ApiOperation({ summary: '一条执行指令及其回执 · A directive and its receipts' })
  @ApiOkResponse({ type: DirectiveDetailView })
  get(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<DirectiveDetailView> {
    return this.directives.get(id, { principal, language: languageOf(request) });
  }

  /** Many receipts as NDJSON, one a line (64 kB at most), answered line by line in the same order; a bad line stops no other. */
  @Post('receipts')
  @HttpCode(200)
  @Clients('directives')
  @ApiOperation({ summary: '批量回执 · Many receipts' })
  @ApiConsumes(NDJSON)
  @ApiBody({ required: true, schema: { type: 'string', example: LINES_EXAMPLE } })
  @ApiExtraModels(ReceiptResponse)
  @ApiOkResponse({
    description: 'One receipt or problem per line',
    content: {
      [NDJSON]: {
        schema: { oneOf: [{ $ref: getSchemaPath(ReceiptResponse) }, { $ref: '#/components/schemas/Problem' }] },
      },
    },
  })
  async receiveMany(
    @CurrentClient() client: ClientPrincipal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lines = unreadBody(request);
    if (lines === undefined) throw new Problem('unsupported-media-type');
    const dialogue = { receipts: this.receipts, client, language: languageOf(request) };
    await reply.type(NDJSON).send(answerReceiptLines(lines, dialogue));
  }

  /**
   * What the institution did. The same receipt again is answered with 200 and the receipt of then; `executed` is final; who
   * refused or found nothing may say something else later. A directive that has ended takes its receipt too.
   */
  @Post(':id/receipts')
  @Clients('directives')
  @ApiOperation({ summary: '回执 · Give a receipt' })
  @ApiCreatedResponse({ type: ReceiptResponse })
  @ApiOkResponse({ type: ReceiptResponse, description: 'The same receipt was given before' })
  async receive(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReceiptRequest,
    @CurrentClient() client: ClientPrincipal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptResponse> {
    const { isNew, receipt } = await this.receipts.take(sentReceipt(id, body), client);
    reply.status(isNew ? 201 : 200);
    return receipt;
  }
}
