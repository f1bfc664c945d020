import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { Problem } from '../../domain/problem.js';
import { Clients, CurrentClient, Officers } from '../../institutions/access.js';
import { ApiClients } from '../../institutions/api-clients.service.js';
import type { ClientPrincipal } from '../../institutions/principal.js';
import { BUDGET_HEADERS, budgetResponse, BudgetResponse } from './budget.dto.js';
import { budgetHeaders, ScanBudgets } from './scan-budgets.service.js';

@ApiTags('budgets')
@Controller('v1')
export class BudgetsController {
  constructor(
    private readonly budgets: ScanBudgets,
    private readonly clients: ApiClients,
    private readonly db: DataSource,
  ) {}

  /** What is left for questions about people who are not customers of the own institution, and what it was used for. */
  @Get('budget')
  @Clients()
  @ApiOperation({ summary: '本客户端的查询额度 · Own budget against scanning' })
  @ApiOkResponse({ type: BudgetResponse, headers: BUDGET_HEADERS })
  async own(
    @CurrentClient() client: ClientPrincipal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BudgetResponse> {
    const report = await this.budgets.report(client);
    reply.headers(budgetHeaders(this.budgets.state(client)));
    return budgetResponse(report);
  }

  /** The same of any client, disabled ones included. */
  @Get('api-clients/:id/budget')
  @Officers('admin', 'auditor')
  @ApiOperation({ summary: '客户端的查询额度 · Budget of an API client' })
  async ofClient(@Param('id') id: string): Promise<BudgetResponse> {
    const client = await this.clients.byId(this.db.manager, id);
    if (client === null) throw new Problem('client-not-found');
    return budgetResponse(await this.budgets.report(client));
  }
}
