import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Clients, CurrentPrincipal, Officers } from '../../institutions/access.js';
import type { Principal } from '../../institutions/principal.js';
import { languageOf } from '../../platform/language.js';
import { CreditFeedPage, CreditFeedQuery } from './credit-feed.dto.js';
import { CreditFeed } from './credit-feed.service.js';

@ApiTags('credit')
@Controller('v1/credit-feed')
export class CreditFeedController {
  constructor(private readonly feed: CreditFeed) {}

  /**
   * What keepers of the credit lists are told, oldest first: entries, corrections and removals of the list of serious dishonesty
   * (category 1, never minors) and of the credit database. Regulators read it in full, officers masked; the service publishes no
   * name itself. Ask again with `nextCursor`: nothing is missed, nothing comes twice.
   */
  @Get()
  @Clients('directives')
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '信用惩戒信息流 · Feed for the credit side' })
  @ApiOkResponse({ type: CreditFeedPage })
  page(
    @Query() query: CreditFeedQuery,
    @CurrentPrincipal() reader: Principal,
    @Req() request: FastifyRequest,
  ): Promise<CreditFeedPage> {
    return this.feed.page(query, reader, languageOf(request));
  }
}
