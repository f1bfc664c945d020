import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Clients, CurrentOfficer, CurrentPrincipal, Officers } from '../../institutions/access.js';
import { actorOf, type OfficerPrincipal, type Principal } from '../../institutions/principal.js';
import { languageOf } from '../../platform/language.js';
import { RevealRequest } from '../../registry/subject.dto.js';
import { CardFiles } from './card-files.service.js';
import { RegisteredCardDetail, RevealedCard } from './registered-card.dto.js';
import { RegisteredCards } from './registered-cards.service.js';

@ApiTags('cards')
@Controller('v1/cards')
export class RegisteredCardsController {
  constructor(
    private readonly cards: RegisteredCards,
    private readonly files: CardFiles,
  ) {}

  /**
   * A card, number and holder masked, with every directive on it and its receipts, its entries of the card blacklist, stops and
   * freezes, campaigns, and when it was the kept number. An institution reads its own cards, without cases.
   */
  @Get(':id')
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @Clients('cards')
  @ApiOperation({ summary: '一张卡及其经过(掩码) · One card and what happened to it, masked' })
  @ApiOkResponse({ type: RegisteredCardDetail })
  get(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<RegisteredCardDetail> {
    return this.files.get(id, { principal, language: languageOf(request) });
  }

  /** The number in full, for a purpose that goes into the audit trail. */
  @Post(':id/reveal')
  @HttpCode(200)
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '卡号(明文,须说明用途) · The number of a card, in full' })
  @ApiOkResponse({ type: RevealedCard })
  reveal(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { purpose }: RevealRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<RevealedCard> {
    return this.cards.reveal(id, purpose, actorOf(officer));
  }
}
