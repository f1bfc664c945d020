import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { Clients, CurrentPrincipal, Officers } from '../institutions/access.js';
import type { Principal } from '../institutions/principal.js';
import { languageOf } from '../platform/language.js';
import { answerLines, NDJSON, unreadBody } from '../platform/ndjson.js';
import { normalisedCardNumber } from '../platform/normalised.js';
import { validated } from '../platform/validation.js';
import { CardBlacklistService, type AskedCard, type Listing } from './card-blacklist.service.js';
import { CardCheckRequest, CardCheckResponse } from './card-blacklist.dto.js';

@ApiTags('card blacklist')
@Controller('v1/card-blacklist')
export class CardBlacklistController {
  constructor(
    private readonly blacklist: CardBlacklistService,
    private readonly db: DataSource,
  ) {}

  /**
   * Whether a card is implicated in a case (涉案) or suspicious (可疑), with the codes of the bank-police platform.
   * As NDJSON: one card and one answer a line, same order; a bad line gets a problem object.
   */
  @Post('check')
  @HttpCode(200)
  @Clients('blacklist')
  @Officers()
  @ApiOperation({ summary: '涉案卡、可疑卡核验 · Check a card against the card blacklist' })
  @ApiConsumes('application/json', NDJSON)
  @ApiBody({ type: CardCheckRequest })
  @ApiOkResponse({ type: CardCheckResponse })
  async check(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const lines = unreadBody(request);
    if (lines === undefined) {
      const [listing] = await this.listingsFor(principal, [await askedCard(request.body)]);
      await reply.send(listing);
      return;
    }
    const answers = answerLines(lines, {
      language: languageOf(request),
      instance: '/v1/card-blacklist/check',
      read: askedCard,
      answer: (cards) => this.listingsFor(principal, cards),
    });
    await reply.type(NDJSON).send(answers);
  }

  /** The case number is for officers, and for the institution whose own card it is. */
  private async listingsFor(principal: Principal, cards: readonly AskedCard[]): Promise<CardCheckResponse[]> {
    const listings = await this.blacklist.cardListings(this.db.manager, cards);
    if (principal.type === 'officer') return listings;
    const isOwn = await this.blacklist.areHeldBy(this.db.manager, principal.institution.id, cards);
    return listings.map((listing, at) => (isOwn[at] === true ? listing : withoutCase(listing)));
  }
}

async function askedCard(said: unknown): Promise<AskedCard> {
  const { kind, number } = await validated(CardCheckRequest, said);
  return { kind, number: normalisedCardNumber(number, 'number') };
}

function withoutCase({ status, code, since }: Listing): Listing {
  return { status, code, ...(since === undefined ? {} : { since }) };
}
