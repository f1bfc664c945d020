import { Controller, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config.js';
import { Problem } from '../domain/problem.js';
import { isTemplateId, TEMPLATE_IDS, type TemplateId } from '../files/templates.js';
import { CurrentOfficer, Officers } from '../institutions/access.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { withUpload } from '../platform/upload.js';
import { ImportService } from './import.service.js';
import { importResponse } from './list-response.js';
import { ImportResponse } from './lists.dto.js';

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

  /** The answer is a draft with a verdict per row. A lead sheet (断卡线索) becomes a draft of the card blacklist. */
  @Post('sanction-lists/import')
  @Officers('submitter')
  @ApiOperation({ summary: '导入名单文件 · Draft a list from an officer file' })
  @ApiConsumes('multipart/form-data')
  @ApiBody(FORM)
  importList(@Req() request: FastifyRequest, @CurrentOfficer() officer: OfficerPrincipal): Promise<ImportResponse> {
    return this.import(request, officer);
  }

  /** A lead sheet (断卡线索); it goes through four eyes like any list. */
  @Post('card-blacklist/import')
  @Officers('submitter')
  @ApiOperation({ summary: '导入断卡线索 · Draft a card blacklist from a lead sheet' })
  @ApiConsumes('multipart/form-data')
  @ApiBody(FORM)
  importLeads(@Req() request: FastifyRequest, @CurrentOfficer() officer: OfficerPrincipal): Promise<ImportResponse> {
    return this.import(request, officer, 'card_blacklist');
  }

  private import(
    request: FastifyRequest,
    officer: OfficerPrincipal,
    purpose?: 'card_blacklist',
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
      const { list, leftAside } = await this.imports.importFile(upload, officer);
      return importResponse(list, leftAside);
    });
  }
}

function templateOf(text: string | undefined): TemplateId | undefined {
  if (text === undefined || text === '') return undefined;
  if (!isTemplateId(text)) throw new Problem('template-unknown', { known: TEMPLATE_IDS.join(', ') });
  return text;
}
