import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Clients, CurrentClient, CurrentOfficer, Officers } from '../../institutions/access.js';
import type { ClientPrincipal, OfficerPrincipal } from '../../institutions/principal.js';
import { NDJSON, unreadBody } from '../../platform/ndjson.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';
import { validated } from '../../platform/validation.js';
import { CampaignReports } from './campaign-reports.service.js';
import { CampaignSelection } from './campaign-selection.service.js';
import { CampaignViews } from './campaign-views.service.js';
import {
  CampaignDetail,
  CampaignDto,
  CampaignItemPage,
  CampaignItemsQuery,
  CampaignPage,
  ReportCountsResponse,
  ReportsDto,
} from './campaign.dto.js';
import { Campaigns } from './campaigns.service.js';
import { reportsOfLines, reportsOfRequest } from './report-source.js';

const LINE_EXAMPLE =
  '{"kind":"mobile_sim","number":"19900495888","result":"verified","at":"2021-07-03T09:00:00+08:00"}\n';

@ApiTags('card campaigns')
@Controller('v1/campaigns')
export class CampaignsController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly selection: CampaignSelection,
    private readonly reports: CampaignReports,
    private readonly views: CampaignViews,
  ) {}

  /**
   * Which cards a campaign is about is a rule (`rules/enforcement.json`): silent phone cards, a sample of IoT cards, bank and
   * payment accounts that were never used. The draft shows how many of which institution it would select today.
   */
  @Post()
  @Officers('submitter')
  @ApiOperation({ summary: '起草核验行动 · Draft a campaign' })
  @ApiCreatedResponse({ type: CampaignDetail })
  async draft(@Body() body: CampaignDto, @CurrentOfficer() officer: OfficerPrincipal): Promise<CampaignDetail> {
    const { id } = await this.campaigns.draft(officer, body);
    return this.views.get(id);
  }

  /** Newest first. */
  @Get()
  @Officers()
  @ApiOperation({ summary: '核验行动 · Campaigns' })
  @ApiOkResponse({ type: CampaignPage })
  page(@Query() query: PageQueryDto): Promise<CampaignPage> {
    return this.views.page(query);
  }

  /** With its progress by institution and region. */
  @Get(':id')
  @Officers()
  @ApiOperation({ summary: '一项核验行动及其进度 · A campaign and its progress' })
  @ApiOkResponse({ type: CampaignDetail })
  get(@Param('id', ParseUUIDPipe) id: string): Promise<CampaignDetail> {
    return this.views.get(id);
  }

  /** Numbers masked. */
  @Get(':id/items')
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '行动中的卡 · The cards of a campaign' })
  @ApiOkResponse({ type: CampaignItemPage })
  items(@Param('id', ParseUUIDPipe) id: string, @Query() query: CampaignItemsQuery): Promise<CampaignItemPage> {
    return this.views.items(id, query);
  }

  /**
   * By another officer than the author. Cards are selected from now on, in the background; each institution is told to verify
   * its own by directive.
   */
  @Post(':id/start')
  @HttpCode(200)
  @Officers('approver')
  @ApiOperation({ summary: '启动行动 · Start a campaign' })
  @ApiOkResponse({ type: CampaignDetail })
  async start(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<CampaignDetail> {
    await this.campaigns.start(id, officer);
    void this.selection.now();
    return this.views.get(id);
  }

  /** Nobody is asked any more; what was not verified in time stays suspended until it is. */
  @Post(':id/close')
  @HttpCode(200)
  @Officers('submitter', 'approver')
  @ApiOperation({ summary: '结束行动 · Close a campaign' })
  @ApiOkResponse({ type: CampaignDetail })
  async close(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<CampaignDetail> {
    await this.campaigns.close(id, officer);
    return this.views.get(id);
  }

  /** As if it had never been: what it suspended is restored by directive. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Officers('submitter', 'approver')
  @ApiOperation({ summary: '撤销行动 · Cancel a campaign' })
  @ApiOkResponse({ type: CampaignDetail })
  async cancel(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<CampaignDetail> {
    await this.campaigns.cancel(id, officer);
    return this.views.get(id);
  }

  /**
   * What became of the institution's own cards: up to 1,000 as JSON, any number as NDJSON, one a line. The time allowed runs from
   * the notice, or from the selection while no notice is reported. A card that was not verified in time is suspended by
   * directive; verified later, it is restored. Sending the same again changes nothing, and the order does not matter.
   */
  @Post(':id/reports')
  @HttpCode(200)
  @Clients('directives')
  @ApiOperation({ summary: '报告核验结果 · Report what became of cards' })
  @ApiConsumes('application/json', NDJSON)
  @ApiExtraModels(ReportsDto)
  @ApiBody({
    required: true,
    schema: { oneOf: [{ $ref: getSchemaPath(ReportsDto) }, { type: 'string', example: LINE_EXAMPLE }] },
  })
  @ApiOkResponse({ type: ReportCountsResponse })
  async report(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @CurrentClient() client: ClientPrincipal,
  ): Promise<ReportCountsResponse> {
    const lines = unreadBody(request);
    if (lines !== undefined) return this.reports.take(client, id, reportsOfLines(lines));
    const { items } = await validated(ReportsDto, request.body);
    return this.reports.take(client, id, reportsOfRequest(items));
  }
}
