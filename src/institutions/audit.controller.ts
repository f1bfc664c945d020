import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditTrail } from '../platform/audit-trail.js';
import { AuditedChains } from '../platform/audited-chains.js';
import { Officers } from './access.js';
import { AuditPage, auditPage, AuditQuery, AuditVerification, auditVerification, trailQuery } from './audit.dto.js';

/** Stands here and not in the platform: who may read the trail is known from this layer on. */
@ApiTags('Audit')
@Officers('auditor')
@Controller('v1')
export class AuditController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly chains: AuditedChains,
  ) {}

  @Get('audit-entries')
  @ApiOperation({ summary: '审计记录 · Who did what, newest first' })
  async list(@Query() query: AuditQuery): Promise<AuditPage> {
    return auditPage(await this.trail.page(trailQuery(query)));
  }

  @Get('audit/verify')
  @ApiOperation({
    summary: '校验审计链 · Checks the hash chains of the audit trail and the decision log',
    description: 'Reads every row; a flipped bit, a removed row, a re-ordered pair and a cut tail are found.',
  })
  async verify(): Promise<AuditVerification> {
    return auditVerification(await this.chains.verify());
  }
}
