import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clients, CurrentPrincipal, Officers } from '../institutions/access.js';
import type { Principal } from '../institutions/principal.js';
import { languageOf } from '../platform/language.js';
import { answerLines, NDJSON, unreadBody } from '../platform/ndjson.js';
import { shapeGuard } from '../platform/shape-guard.js';
import { validated } from '../platform/validation.js';
import { CardCheckRequest, CardCheckResponse } from '../registry/card-blacklist.dto.js';
import { budgetHeaders } from '../registry/scan/scan-budgets.service.js';
import { Restrictions } from '../restrictions/restrictions.service.js';
import { CardChecks } from './card-checks.service.js';
import { MIN_REVISION, MIN_REVISION_HEADER, minRevisionOf } from './min-revision.js';

const isRequest = shapeGuard(CardCheckRequest);

@ApiTags('card blacklist')
@Controller('v1/card-blacklist')
export class CardCheckController {
  constructor(
    private readonly checks: CardChecks,
    private readonly restrictions: Restrictions,
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
  @ApiHeader(MIN_REVISION_HEADER)
  @ApiConsumes('application/json', NDJSON)
  @ApiBody({ type: CardCheckRequest })
  @ApiOkResponse({ type: CardCheckResponse })
  async check(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const wanted = minRevisionOf(request.headers[MIN_REVISION]);
    if (wanted !== undefined) await this.restrictions.reach(wanted);
    const read = (said: CardCheckRequest) => this.checks.read(said, principal);
    const lines = unreadBody(request);
    if (lines === undefined) {
      const { listing, budget } = this.checks.check(read(await validated(CardCheckRequest, request.body)), principal);
      if (budget !== undefined) reply.headers(budgetHeaders(budget));
      await reply.send(listing);
      return;
    }
    const answers = answerLines(lines, {
      language: languageOf(request),
      instance: '/v1/card-blacklist/check',
      read: (said) => (isRequest(said) ? read(said) : validated(CardCheckRequest, said).then(read)),
      answer: async (cards) => cards.map((card) => this.checks.answer(card, principal)),
    });
    await reply.type(NDJSON).send(answers);
  }
}
