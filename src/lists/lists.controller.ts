import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config.js';
import { Problem } from '../domain/problem.js';
import { isTemplateId, TEMPLATES } from '../files/templates.js';
import { CurrentOfficer, Officers } from '../institutions/access.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { withUpload } from '../platform/upload.js';
import { ApprovalService } from './approval.service.js';
import { ImportService } from './import.service.js';
import { importResponse, listResponse, stepResponse } from './list-response.js';
import {
  ApproveDto,
  CreateListDto,
  ImportResponse,
  ListPageResponse,
  ListQuery,
  ListResponse,
  RemarkDto,
  StepResponse,
} from './lists.dto.js';
import { ListsService } from './lists.service.js';
import { RowSource } from './row-source.service.js';

const PAGE = 50;
const MAX_TITLE = 200;

@ApiTags('sanction lists')
@Controller('v1/sanction-lists')
export class ListsController {
  constructor(
    private readonly lists: ListsService,
    private readonly imports: ImportService,
    private readonly source: RowSource,
    private readonly approval: ApprovalService,
    private readonly config: Config,
  ) {}

  /** A list as JSON. The answer is a draft with a verdict per entry; a refused entry does not stop the others. */
  @Post()
  @Officers('submitter')
  @ApiOperation({ summary: 'Draft a sanction list from JSON' })
  async create(@Body() body: CreateListDto, @CurrentOfficer() officer: OfficerPrincipal): Promise<ListResponse> {
    return listResponse(
      await this.imports.create(body.title, this.source.ofRequest(body.entries, officer.organ.region), officer),
    );
  }

  /** An officer file: CSV (UTF-8, GB18030) or XLSX, its template recognised from the header row. */
  @Post('import')
  @Officers('submitter')
  @ApiOperation({ summary: 'Draft a sanction list, or a card blacklist, from an officer file' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: {
        file: { type: 'string', format: 'binary' },
        title: { type: 'string', maxLength: MAX_TITLE, example: '2021 年电信惩戒第一批' },
        template: { type: 'string', enum: Object.keys(TEMPLATES) },
      },
    },
  })
  import(@Req() request: FastifyRequest, @CurrentOfficer() officer: OfficerPrincipal): Promise<ImportResponse> {
    return withUpload(request, this.config.maxFileBytes, async ({ path, fileName, fields }) => {
      const { title, template } = fields;
      if (template !== undefined && !isTemplateId(template)) {
        throw new Problem('template-unknown', { known: Object.keys(TEMPLATES).join(', ') });
      }
      const { list, leftAside } = await this.imports.importFile(
        {
          path,
          fileName,
          ...(title === undefined || title === '' ? {} : { title: title.slice(0, MAX_TITLE) }),
          ...(template === undefined ? {} : { template }),
        },
        officer,
      );
      return importResponse(list, leftAside);
    });
  }

  /** Newest first. */
  @Get()
  @Officers()
  @ApiOperation({ summary: 'Sanction lists' })
  async page(@Query() { limit, ...filter }: ListQuery): Promise<ListPageResponse> {
    const { items, nextCursor } = await this.lists.page({ ...filter, limit: limit ?? PAGE });
    return { items: items.map(listResponse), nextCursor };
  }

  @Get(':id')
  @Officers()
  @ApiOperation({ summary: 'A sanction list' })
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<ListResponse> {
    return listResponse(await this.lists.get(id));
  }

  @Post(':id/submit')
  @HttpCode(200)
  @Officers('submitter')
  @ApiOperation({ summary: 'Hand a draft in for approval' })
  async submit(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<StepResponse> {
    return stepResponse(await this.lists.submit(id, officer));
  }

  /** By a second officer whose organ is of sufficient level. From the returned revision on, every decision knows the list. */
  @Post(':id/approve')
  @HttpCode(200)
  @Officers('approver')
  @ApiOperation({ summary: 'Approve a submitted list' })
  async approve(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { remark, contentHash }: ApproveDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<StepResponse> {
    const signed = contentHash === undefined || contentHash === null ? {} : { contentHash: contentHash.toLowerCase() };
    return stepResponse(await this.approval.approve(id, officer, { remark, ...signed }));
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Officers('approver')
  @ApiOperation({ summary: 'Reject a submitted list' })
  async reject(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { remark }: RemarkDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<StepResponse> {
    return stepResponse(await this.lists.reject(id, officer, remark));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Officers('submitter')
  @ApiOperation({ summary: 'Take back a list that is not decided' })
  async withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { remark }: RemarkDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<StepResponse> {
    return stepResponse(await this.lists.withdraw(id, officer, remark));
  }
}
