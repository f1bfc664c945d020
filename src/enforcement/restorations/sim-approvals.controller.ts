import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOfficer, Officers } from '../../institutions/access.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { SimApprovalPage, SimApprovalRequest, SimApprovalsQuery, SimApprovalView } from './sim-approval.dto.js';
import { SimApprovals } from './sim-approvals.service.js';

/** Of the demo data. */
const EXAMPLES = {
  any: {
    summary: 'For any number of the subject',
    value: { subject: { idType: 'resident_id', idNumber: '500111188704051085' }, remark: '本人申请,核实无误' },
  },
};

@ApiTags('retained SIM')
@Controller('v1/sim-approvals')
export class SimApprovalsController {
  constructor(private readonly approvals: SimApprovals) {}

  /** Leave to restore one number, where the province asks for that of the police. It has the level of the officer's organ, and is used once. */
  @Post()
  @Officers('approver')
  @ApiOperation({ summary: '批准恢复一个号码 · Approve that one number is restored' })
  @ApiBody({ type: SimApprovalRequest, examples: EXAMPLES })
  @ApiCreatedResponse({ type: SimApprovalView })
  give(@Body() body: SimApprovalRequest, @CurrentOfficer() officer: OfficerPrincipal): Promise<SimApprovalView> {
    return this.approvals.give(body, officer);
  }

  /** Newest first. */
  @Get()
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '恢复批准 · Approvals to restore a number' })
  @ApiOkResponse({ type: SimApprovalPage })
  page(@Query() query: SimApprovalsQuery): Promise<SimApprovalPage> {
    return this.approvals.page(query);
  }

  /** Before it is used; by the organ that gave it, or one of a higher level. */
  @Post(':approvalNo/revoke')
  @HttpCode(200)
  @Officers('approver')
  @ApiOperation({ summary: '撤回恢复批准 · Revoke an approval' })
  @ApiOkResponse({ type: SimApprovalView })
  revoke(
    @Param('approvalNo') approvalNo: string,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<SimApprovalView> {
    return this.approvals.revoke(approvalNo, officer);
  }
}
