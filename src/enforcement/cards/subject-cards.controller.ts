import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Officers } from '../../institutions/access.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';
import { RegisteredCardPage } from './registered-card.dto.js';
import { RegisteredCards } from './registered-cards.service.js';

@ApiTags('subjects')
@Controller('v1/subjects')
export class SubjectCardsController {
  constructor(private readonly cards: RegisteredCards) {}

  /** The cards that institutions have registered as a subject's, numbers masked, with what is to be done about each. */
  @Get(':id/cards')
  @Officers()
  @ApiOperation({ summary: '惩戒对象名下的卡(掩码) · Cards of a subject, masked' })
  @ApiOkResponse({ type: RegisteredCardPage })
  ofSubject(@Param('id', ParseUUIDPipe) id: string, @Query() query: PageQueryDto): Promise<RegisteredCardPage> {
    return this.cards.ofSubject(id, query);
  }
}
