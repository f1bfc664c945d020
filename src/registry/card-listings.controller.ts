import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Officers } from '../institutions/access.js';
import { CardListingPage, CardListingSearchRequest, CardListingsQuery } from './card-listing.dto.js';
import { CardListingsService } from './card-listings.service.js';

@ApiTags('card blacklist')
@Controller('v1/card-blacklist')
@Officers('submitter', 'approver', 'appeals', 'auditor')
export class CardListingsController {
  constructor(private readonly listings: CardListingsService) {}

  /**
   * Implicated and suspicious cards, newest first, with the rows they come from, numbers masked. A card is taken off by a
   * lead sheet whose row says 解除 in the column 名单类型 and names the case; what was cleared stays readable.
   */
  @Get()
  @ApiOperation({ summary: '涉案卡、可疑卡名单 · Entries of the card blacklist' })
  @ApiOkResponse({ type: CardListingPage })
  page(@Query() query: CardListingsQuery): Promise<CardListingPage> {
    return this.listings.page(query);
  }

  /** By case number or card number, which never stand in a URL. */
  @Post('search')
  @HttpCode(200)
  @ApiOperation({ summary: '按案件编号、号码查找 · Search the card blacklist' })
  @ApiOkResponse({ type: CardListingPage })
  search(@Body() request: CardListingSearchRequest): Promise<CardListingPage> {
    return this.listings.search(request);
  }
}
