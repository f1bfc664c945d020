import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOfficer, Officers } from '../institutions/access.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { ApprovalService } from './approval.service.js';
import { ImportService } from './import.service.js';
import { listItemResponse, listResponse, stepResponse } from './list-response.js';
import { ListDetailResponse, ListPageResponse, ListResponse, StepResponse } from './list-response.dto.js';
import { ApproveDto, CreateListDto, ListQuery, RemarkDto } from './lists.dto.js';
import { ListsService } from './lists.service.js';
import { RowSource } from './row-source.service.js';

const PAGE = 50;

@ApiTags('sanction lists')
@Controller('v1/sanction-lists')
export class ListsController {
  constructor(
    private readonly lists: ListsService,
    private readonly imports: ImportService,
    private readonly source: RowSource,
    private readonly approval: ApprovalService,
  ) {}

  /** A list as JSON. The answer is a draft with a verdict per entry; a refused entry does not stop the others. */
  @Post()
  @Officers('submitter')
  @ApiOperation({ summary: '以 JSON 起草惩戒名单 · Draft a sanction list from JSON' })
  async create(@Body() body: CreateListDto, @CurrentOfficer() officer: OfficerPrincipal): Promise<ListResponse> {
    return listResponse(
      await this.imports.create(body.title, this.source.ofRequest(body.entries, officer.organ.region), officer),
    );
  }

  /** Newest first. */
  @Get()
  @Officers()
  @ApiOperation({ summary: '惩戒名单 · Sanction lists' })
  async page(
    @Query() { limit, author, ...filter }: ListQuery,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<ListPageResponse> {
    const own = author === undefined ? {} : { authorId: officer.id };
    const { items, total, nextCursor } = await this.lists.page({ ...filter, ...own, limit: limit ?? PAGE });
    return { items: items.map(listItemResponse), total, nextCursor };
  }

  /** With what has become of its sanctions: a list is closed when the last of them has ended. */
  @Get(':id')
  @Officers()
  @ApiOperation({ summary: '一份惩戒名单 · A sanction list' })
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<ListDetailResponse> {
    const list = await this.lists.get(id);
    const [signed] = await this.lists.signed([list]);
    if (signed === undefined) throw new Error('A list without an author');
    const fields: Omit<ListDetailResponse, 'sanctions'> = listItemResponse(signed);
    return { ...fields, sanctions: await this.lists.sanctionsOf(list) };
  }

  /** By its author: who decided on an appeal is the author of the correction. */
  @Post(':id/submit')
  @HttpCode(200)
  @Officers('submitter', 'appeals')
  @ApiOperation({ summary: '提交名单 · Hand a draft in for approval' })
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
  @ApiOperation({ summary: '批准名单 · Approve a submitted list' })
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
  @ApiOperation({ summary: '驳回名单 · Reject a submitted list' })
  async reject(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { remark }: RemarkDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<StepResponse> {
    return stepResponse(await this.lists.reject(id, officer, remark));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Officers('submitter', 'appeals')
  @ApiOperation({ summary: '撤回名单 · Take back a list that is not decided' })
  async withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { remark }: RemarkDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<StepResponse> {
    return stepResponse(await this.lists.withdraw(id, officer, remark));
  }
}
