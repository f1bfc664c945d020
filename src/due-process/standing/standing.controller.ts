import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { TakesCredentials } from '../../institutions/rate-limit.guard.js';
import { languageOf } from '../../platform/language.js';
import { Public } from '../../platform/public.js';
import { StandingRequest, StandingResponse } from './standing.dto.js';
import { StandingService } from './standing.service.js';

@ApiTags('standing')
@Controller('v1/standing')
export class StandingController {
  constructor(private readonly standing: StandingService) {}

  /**
   * For the person himself, without a token: with the receipt number of a notice or an appeal and his identifier, in the body and
   * never in a URL. Which sanctions he is under, by whom, until when, what still works, and where to turn; nothing about others.
   * A wrong number and a wrong identifier are answered alike; five failures of a receipt number, or twenty of an address, wait
   * for a quarter of an hour.
   */
  @Post()
  @HttpCode(200)
  @Public()
  @TakesCredentials()
  @ApiOperation({ summary: '本人查询 · How a person stands, told to himself' })
  show(@Body() body: StandingRequest, @Req() request: FastifyRequest): Promise<StandingResponse> {
    return this.standing.show(body, request.ip, languageOf(request));
  }
}
