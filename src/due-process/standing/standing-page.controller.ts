import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ID_TYPES } from '../../domain/designation.js';
import { Problem, type Language } from '../../domain/problem.js';
import { TakesCredentials } from '../../institutions/rate-limit.guard.js';
import { languageOf } from '../../platform/language.js';
import { Public } from '../../platform/public.js';
import { renderStandingPage, STANDING_PAGE_POLICY, type StandingPage } from './standing-page.js';
import { PAGE_WORDS } from './standing-words.js';
import type { StandingRequest } from './standing.dto.js';
import { StandingService } from './standing.service.js';

const MOST_CHARACTERS = 64;

/** The status page for people: a plain form, answered as a page. */
@ApiExcludeController()
@Controller('standing')
@Public()
export class StandingPageController {
  constructor(private readonly standing: StandingService) {}

  /** The form. */
  @Get()
  form(
    @Query('lang') lang: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    return page(reply, undefined, chosen(lang) ?? languageOf(request));
  }

  /** The form again, and how the person stands. */
  @Post()
  @HttpCode(200)
  @TakesCredentials()
  async show(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const said = new Map<string, unknown>(typeof body === 'object' && body !== null ? Object.entries(body) : []);
    const language = chosen(said.get('lang')) ?? languageOf(request);
    const asked = askedIn(said);
    if (asked === undefined) return refused(reply, new Problem('validation-failed'), language);
    try {
      return page(reply, { standing: await this.standing.show(asked, request.ip, language) }, language);
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return refused(reply, error, language);
      throw error;
    }
  }
}

function page(reply: FastifyReply, content: StandingPage, language: Language): string {
  reply.type('text/html; charset=utf-8').header('Content-Security-Policy', STANDING_PAGE_POLICY);
  return renderStandingPage(content, language);
}

/** A browser shows a page, whatever the status: the same refusals as at the door for machines. */
function refused(reply: FastifyReply, problem: Problem, language: Language): string {
  const { seconds } = problem.parameters;
  reply.status(problem.status);
  if (problem.status === 429 && seconds !== undefined) reply.header('Retry-After', seconds);
  const { title, detail } = problem.toBody(language, '/standing');
  const words = PAGE_WORDS.incomplete;
  const incomplete = language === 'en' ? words.en : words.zh;
  const sentence = detail === title ? title : `${title}: ${detail}`;
  return page(reply, { problem: problem.code === 'validation-failed' ? incomplete : sentence }, language);
}

/** Read by hand: a form has no shape that a browser could be told about, but its own page. */
function askedIn(said: ReadonlyMap<string, unknown>): StandingRequest | undefined {
  const [receiptNo, idNumber] = [said.get('receiptNo'), said.get('idNumber')];
  const idType = ID_TYPES.find((known) => known === said.get('idType'));
  if (idType === undefined || !isShort(receiptNo) || !isShort(idNumber)) return undefined;
  return { receiptNo, subject: { idType, idNumber } };
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MOST_CHARACTERS;
}

function chosen(lang: unknown): Language | undefined {
  return lang === 'en' || lang === 'zh-CN' ? lang : undefined;
}
