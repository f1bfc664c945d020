import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { shanghaiInstant } from '../../domain/period.js';
import { CurrentOfficer, Officers } from '../../institutions/access.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { normalisedInstant } from '../../platform/normalised.js';
import { LiftingRecords } from './lifting-records.service.js';
import type { Lifting } from './lifting.entity.js';
import { LiftingPage, LiftingQuery, LiftingRemarkRequest, LiftingResponse, LiftRequest } from './liftings.dto.js';
import { LiftingsService } from './liftings.service.js';

@ApiTags('liftings')
@Controller('v1')
export class LiftingsController {
  constructor(
    private readonly liftings: LiftingsService,
    private readonly records: LiftingRecords,
  ) {}

  /** Proposes that a sanction ends early. Nothing changes until a second officer approves. */
  @Post('sanctions/:id/lift')
  @Officers('submitter', 'appeals')
  @ApiOperation({ summary: '提出提前解除 · Propose to lift a sanction' })
  async propose(
    @Param('id', ParseUUIDPipe) sanctionId: string,
    @Body() { ground, documentNo, effectiveAt }: LiftRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<LiftingResponse> {
    const from = effectiveAt === undefined ? undefined : normalisedInstant(effectiveAt, 'effectiveAt');
    return this.view(await this.liftings.propose({ sanctionId, ground, documentNo, effectiveAt: from }, officer));
  }

  /** Oldest first. */
  @Get('liftings')
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '解除 · Liftings' })
  async page(@Query() query: LiftingQuery): Promise<LiftingPage> {
    const { items, nextCursor } = await this.liftings.page(query);
    return { items: items.map((lifting) => this.view(lifting)), nextCursor };
  }

  @Get('liftings/:id')
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '一件解除 · A lifting' })
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<LiftingResponse> {
    return this.view(await this.liftings.get(id));
  }

  /** By a second officer, of an organ no lower than the one that identified the subject. */
  @Post('liftings/:id/approve')
  @HttpCode(200)
  @Officers('approver')
  @ApiOperation({ summary: '批准解除 · Approve a lifting' })
  async approve(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { remark }: LiftingRemarkRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<LiftingResponse> {
    return this.view(await this.liftings.approve(id, officer, remark));
  }

  /** By a second officer; the sanction stands as before. */
  @Post('liftings/:id/reject')
  @HttpCode(200)
  @Officers('approver')
  @ApiOperation({ summary: '驳回解除 · Reject a lifting' })
  async reject(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { remark }: LiftingRemarkRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<LiftingResponse> {
    return this.view(await this.liftings.reject(id, officer, remark));
  }

  private view(lifting: Lifting): LiftingResponse {
    const { id, sanctionId, state, documentNo, effectiveAt, proposedBy, proposedAt, decidedBy, decidedAt, revision } =
      lifting;
    return {
      id,
      sanctionId,
      state,
      ground: this.records.groundOf(lifting),
      documentNo,
      effectiveAt: effectiveAt === null ? null : shanghaiInstant(effectiveAt),
      proposedBy,
      proposedAt: shanghaiInstant(proposedAt),
      decidedBy,
      decidedAt: decidedAt === null ? null : shanghaiInstant(decidedAt),
      remark: this.records.remarkOf(lifting),
      revision,
    };
  }
}
