import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Officers } from '../../institutions/access.js';
import { languageOf } from '../../platform/language.js';
import { TransitionWorklistPage, TransitionWorklistQuery } from './transition-worklist.dto.js';
import { TransitionWorklist } from './transition-worklist.service.js';

@ApiTags('statistics')
@Controller('v1/transition-worklist')
export class TransitionWorklistController {
  constructor(private readonly worklist: TransitionWorklist) {}

  /**
   * Sanctions that run on under a regime that has ended, and that the regime of today would have made lighter: not at all, shorter,
   * or with fewer measures. Advice for those who may lift them (interpretation I-5); nothing is changed.
   */
  @Get()
  @Officers()
  @ApiOperation({ summary: '新旧衔接工作清单 · Worklist of old sanctions' })
  @ApiOkResponse({ type: TransitionWorklistPage })
  page(@Query() query: TransitionWorklistQuery, @Req() request: FastifyRequest): Promise<TransitionWorklistPage> {
    return this.worklist.page(query, languageOf(request));
  }
}
