import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clients, CurrentClient, CurrentOfficer, CurrentPrincipal, Officers } from '../../institutions/access.js';
import type { ClientPrincipal, OfficerPrincipal, Principal } from '../../institutions/principal.js';
import { ExplanationDto, TaskCounts, TaskPage, TaskRemarkDto, TaskResponse, TasksQuery } from './reconciliation.dto.js';
import { TaskDesk } from './task-desk.service.js';

@ApiTags('reconciliation')
@Controller('v1/reconciliation-tasks')
export class ReconciliationTasksController {
  constructor(private readonly desk: TaskDesk) {}

  /** An institution's own, with numbers; for officers everybody's, masked. Newest first, 100 a page. */
  @Get()
  @Clients('directives')
  @Officers()
  @ApiOperation({ summary: '差异任务 · Reconciliation tasks' })
  page(@Query() query: TasksQuery, @CurrentPrincipal() reader: Principal): Promise<TaskPage> {
    return this.desk.page(reader, query);
  }

  /** How many are in which state, per institution and difference. */
  @Get('counts')
  @Officers()
  @ApiOperation({ summary: '各机构差异任务数 · Tasks per institution' })
  async counts(): Promise<TaskCounts> {
    return { items: await this.desk.counts() };
  }

  @Get(':id')
  @Clients('directives')
  @Officers()
  @ApiOperation({ summary: '一项差异任务 · A reconciliation task' })
  get(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() reader: Principal): Promise<TaskResponse> {
    return this.desk.get(id, reader);
  }

  /** Why the card stands as it does. May be corrected until an officer has accepted it. */
  @Post(':id/answer')
  @HttpCode(200)
  @Clients('directives')
  @ApiOperation({ summary: '说明差异 · Explain a difference' })
  answer(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { explanation }: ExplanationDto,
    @CurrentClient() client: ClientPrincipal,
  ): Promise<TaskResponse> {
    return this.desk.answer(id, explanation, client);
  }

  /** Accepts that the difference stays, as long as it is on the same ground. */
  @Post(':id/close')
  @HttpCode(200)
  @Officers('approver')
  @ApiOperation({ summary: '认可说明 · Close a task' })
  close(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { remark }: TaskRemarkDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<TaskResponse> {
    return this.desk.decide(id, 'close', remark, officer);
  }

  /** Rejects an explanation, or takes an acceptance back. */
  @Post(':id/reopen')
  @HttpCode(200)
  @Officers('approver')
  @ApiOperation({ summary: '退回说明 · Open a task again' })
  reopen(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { remark }: TaskRemarkDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<TaskResponse> {
    return this.desk.decide(id, 'reopen', remark, officer);
  }
}
