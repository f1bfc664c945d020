import type { Readable } from 'node:stream';
import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config.js';
import { Problem } from '../domain/problem.js';
import { isTemplateId, TEMPLATE_IDS, type TemplateId } from '../files/templates.js';
import { CurrentOfficer, Officers } from '../institutions/access.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { NDJSON } from '../platform/ndjson.js';
import { withUpload } from '../platform/upload.js';
import { ImportLines } from './import-lines.js';
import { ImportService, type Watch } from './import.service.js';
import { importResponse } from './list-response.js';
import { ImportResponse } from './list-response.dto.js';

const MAX_TITLE = 200;

const FORM = {
  schema: {
    type: 'object',
    required: ['file'],
    properties: {
      file: { type: 'string', format: 'binary' },
      title: { type: 'string', maxLength: MAX_TITLE, example: '2021 年电信惩戒第一批' },
      template: { type: 'string', enum: [...TEMPLATE_IDS] },
    },
  },
};

/** Officer files: CSV (UTF-8, GB18030) or XLSX, the template recognised from the header row. */
@ApiTags('sanction lists')
@Controller('v1')
export class ImportController {
  constructor(
    private readonly imports: ImportService,
    private readonly config: Config,
  ) {}

  /**
   * The answer is a draft with a verdict per row. A lead sheet (断卡线索) becomes a draft of the card blacklist.
   *
   * With `Accept: application/x-ndjson` the answer is 200 and comes line by line: `{"progress": {"rows", "accepted", "rejected"}}`
   * a few times a second while rows are read, and at last `{"list": …}` with that draft, or `{"problem": …}`; a problem that is
   * found before the first row is answered as any other. Whoever hangs up before the last line leaves no draft behind.
   */
  @Post('sanction-lists/import')
  @Officers('submitter')
  @ApiOperation({ summary: '导入名单文件 · Draft a list from an officer file' })
  @ApiConsumes('multipart/form-data')
  @ApiBody(FORM)
  @ApiCreatedResponse({ type: ImportResponse })
  async importList(
    @Req() request: FastifyRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportResponse | Readable> {
    if (request.headers.accept?.includes(NDJSON) !== true) return this.import(request, officer);
    // A stream is not kept, so it could not be told again.
    if (request.headers['idempotency-key'] !== undefined) throw new Problem('idempotency-not-for-streams');
    const lines = new ImportLines(request, reply);
    await lines.follow(this.import(request, officer, { watch: lines }));
    reply.status(200).type(NDJSON);
    return lines.stream;
  }

  /** A lead sheet (断卡线索); it goes through four eyes like any list. */
  @Post('card-blacklist/import')
  @Officers('submitter')
  @ApiOperation({ summary: '导入断卡线索 · Draft a card blacklist from a lead sheet' })
  @ApiConsumes('multipart/form-data')
  @ApiBody(FORM)
  importLeads(@Req() request: FastifyRequest, @CurrentOfficer() officer: OfficerPrincipal): Promise<ImportResponse> {
    return this.import(request, officer, { purpose: 'card_blacklist' });
  }

  private import(
    request: FastifyRequest,
    officer: OfficerPrincipal,
    { purpose, watch = {} }: { purpose?: 'card_blacklist'; watch?: Watch } = {},
  ): Promise<ImportResponse> {
    return withUpload(request, this.config.maxFileBytes, async ({ path, fileName, fields }) => {
      const template = templateOf(fields['template']);
      const title = fields['title']?.slice(0, MAX_TITLE) ?? '';
      const upload = {
        path,
        fileName,
        ...(title === '' ? {} : { title }),
        ...(template === undefined ? {} : { template }),
        ...(purpose === undefined ? {} : { purpose }),
      };
      const { list, leftAside } = await this.imports.importFile(upload, officer, watch);
      return importResponse(list, leftAside);
    });
  }
}

function templateOf(text: string | undefined): TemplateId | undefined {
  if (text === undefined || text === '') return undefined;
  if (!isTemplateId(text)) throw new Problem('template-unknown', { known: TEMPLATE_IDS.join(', ') });
  return text;
}
