import { Body, Controller, Get, HttpCode, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config.js';
import { Clients, CurrentClient } from '../institutions/access.js';
import type { ClientPrincipal } from '../institutions/principal.js';
import { actorOf } from '../institutions/principal.js';
import { NDJSON, unreadBody } from '../platform/ndjson.js';
import { withUpload } from '../platform/upload.js';
import type { CardRow } from './card-record.js';
import { cardsOfFile, cardsOfLines, cardsOfRequest } from './card-source.js';
import { CardCountsResponse, CardPage, CardsQuery, PutCardsRequest } from './card.dto.js';
import { CardsService } from './cards.service.js';

@ApiTags('cards')
@Controller('v1/cards')
@Clients('cards')
export class CardsController {
  constructor(
    private readonly cards: CardsService,
    private readonly config: Config,
  ) {}

  /**
   * The institution's cards as a file (CSV in UTF-8 or GB18030, XLSX) or as NDJSON, one card a line.
   * Rows that are not in order are refused one by one; a card of another institution refuses the whole import.
   */
  @Post('import')
  @HttpCode(200)
  @ApiOperation({ summary: '导入本机构的卡 · Import own cards' })
  @ApiConsumes('multipart/form-data', NDJSON)
  @ApiBody({
    schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
  })
  @ApiOkResponse({ type: CardCountsResponse })
  async import(@Req() request: FastifyRequest, @CurrentClient() client: ClientPrincipal): Promise<CardCountsResponse> {
    const lines = unreadBody(request);
    if (lines !== undefined) return this.take(client, cardsOfLines(lines));
    return withUpload(request, this.config.maxFileBytes, ({ path, fileName }) =>
      this.take(client, cardsOfFile(path, fileName)),
    );
  }

  /** Up to 1,000 cards: new ones are created, known ones get the state given. */
  @Put()
  @ApiOperation({ summary: '写入本机构的卡 · Put own cards' })
  @ApiOkResponse({ type: CardCountsResponse })
  put(@Body() { cards }: PutCardsRequest, @CurrentClient() client: ClientPrincipal): Promise<CardCountsResponse> {
    return this.take(client, cardsOfRequest(cards));
  }

  /** The institution's own cards, 100 a page; whether their holders are recorded as it holds them, a reconciliation tells. */
  @Get()
  @ApiOperation({ summary: '本机构的卡 · Own cards' })
  @ApiOkResponse({ type: CardPage })
  page(@Query() { cursor }: CardsQuery, @CurrentClient() client: ClientPrincipal): Promise<CardPage> {
    return this.cards.page(client.institution.id, cursor);
  }

  private take(client: ClientPrincipal, rows: AsyncIterable<CardRow>): Promise<CardCountsResponse> {
    return this.cards.importCards(client.institution, rows, actorOf(client));
  }
}
