import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { shanghaiInstant } from '../../domain/period.js';
import { CurrentOfficer, Officers } from '../../institutions/access.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { languageOf } from '../../platform/language.js';
import type { NoticeKind } from '../../rulebook/notices.js';
import { NoticeQuery, NoticeResponse, ServingDto, ServingResponse, ServingsResponse } from './notices.dto.js';
import { Notices } from './notices.service.js';
import { Servings, type Serving } from './servings.service.js';

const AS_PDF_OR_JSON = {
  description: 'PDF; with `Accept: application/json` the same text as JSON',
  content: {
    'application/pdf': { schema: { type: 'string', format: 'binary' } },
    'application/json': { schema: { $ref: getSchemaPath(NoticeResponse) } },
  },
};

/** The written notices of a sanction and their service. */
@ApiTags('notices')
@ApiExtraModels(NoticeResponse)
@Controller('v1/sanctions/:id')
export class NoticesController {
  constructor(
    private readonly notices: Notices,
    private readonly servings: Servings,
  ) {}

  /**
   * Whom it is for, the organ, the legal basis with its confidence, measures and days, what still works, how to appeal, and
   * how it was served. The first time it is asked for, the sanction is given its receipt number. Every reading is audited.
   */
  @Get('notice')
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '惩戒告知书 · The notice of a sanction' })
  @ApiOkResponse(AS_PDF_OR_JSON)
  async notice(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: NoticeQuery,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NoticeResponse | Buffer> {
    return this.show('sanction', { id, query, officer, request, reply });
  }

  /** Of a sanction that was lifted or annulled, or whose term has ended. */
  @Get('lifting-notice')
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '解除惩戒告知书 · The notice of lifting' })
  @ApiOkResponse(AS_PDF_OR_JSON)
  async liftingNotice(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: NoticeQuery,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NoticeResponse | Buffer> {
    return this.show('lifting', { id, query, officer, request, reply });
  }

  /** When and how its notices were served. */
  @Get('services')
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '送达记录 · Services of the notices of a sanction' })
  async services(@Param('id', ParseUUIDPipe) id: string): Promise<ServingsResponse> {
    const { listedOn, items } = await this.servings.of(id);
    return { listedOn, items: items.map(servingResponse) };
  }

  /** Kept for good; a mistake is set right by another record with a remark. */
  @Post('services')
  @Officers('submitter', 'approver', 'appeals')
  @ApiOperation({ summary: '登记送达 · Record that a notice was served' })
  async serve(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { servedOn, method, notice, remark }: ServingDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<ServingResponse> {
    const serving = { servedOn, method, notice: notice ?? 'sanction', remark: remark ?? null };
    return servingResponse(await this.servings.record(id, serving, officer));
  }

  private async show(kind: NoticeKind, asked: Asked): Promise<NoticeResponse | Buffer> {
    const { id, query, officer, request, reply } = asked;
    const language = query.language ?? languageOf(request);
    const { pdf, ...text } = await this.notices.draw({ kind, sanctionId: id, language }, officer, !wantsJson(request));
    reply.header('content-language', language).header('vary', 'Accept, Accept-Language');
    if (pdf === undefined) return text;
    // A name in a file name would be in every download folder.
    const name = kind === 'sanction' ? 'notice' : 'lifting-notice';
    reply.type('application/pdf').header('content-disposition', `inline; filename="${name}-${id}.pdf"`);
    return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  }
}

interface Asked {
  id: string;
  query: NoticeQuery;
  officer: OfficerPrincipal;
  request: FastifyRequest;
  reply: FastifyReply;
}

function wantsJson({ headers: { accept = '' } }: FastifyRequest): boolean {
  const pdf = accept.indexOf('application/pdf');
  const json = accept.indexOf('application/json');
  return json >= 0 && (pdf < 0 || json < pdf);
}

function servingResponse({ recordedAt, ...serving }: Serving): ServingResponse {
  return { ...serving, recordedAt: shanghaiInstant(recordedAt) };
}
