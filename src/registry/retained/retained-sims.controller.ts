import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clients, CurrentPrincipal, Officers } from '../../institutions/access.js';
import type { Principal } from '../../institutions/principal.js';
import { RetainedSimPages } from './retained-sim-pages.service.js';
import { RetainedSimPage, RetainedSimsQuery } from './retained-sim.dto.js';

@ApiTags('retained SIM')
@Controller('v1/retained-sims')
@Officers('submitter', 'approver', 'appeals', 'auditor')
@Clients('directives')
export class RetainedSimsController {
  constructor(private readonly pages: RetainedSimPages) {}

  /**
   * Which number of a sanctioned subject is kept, with which carrier and since when; newest first, numbers masked. A carrier sees its
   * own. With `unverified=true` those restored on a paper of the police that only the carrier has seen.
   */
  @Get()
  @ApiOperation({ summary: '保留卡登记簿 · Register of kept numbers' })
  @ApiOkResponse({ type: RetainedSimPage })
  page(@Query() query: RetainedSimsQuery, @CurrentPrincipal() reader: Principal): Promise<RetainedSimPage> {
    return this.pages.page(query, reader);
  }
}
