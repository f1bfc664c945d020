import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { shanghaiInstant } from '../../domain/period.js';
import { CurrentOfficer, Officers } from '../../institutions/access.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { languageOf } from '../../platform/language.js';
import { normalisedInstant } from '../../platform/normalised.js';
import { PreviewResponse } from '../previews/previews.dto.js';
import { LiftingRecords } from './lifting-records.service.js';
import type { Lifting } from './lifting.entity.js';
import {
  LiftingPage,
  LiftingQuery,
  LiftingRemarkRequest,
  LiftingResponse,
  LiftRequest,
  type LiftedSanctionView,
} from './liftings.dto.js';
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
    return { items: await this.views(items), nextCursor };
  }

  @Get('liftings/:id')
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '一件解除 · A lifting' })
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<LiftingResponse> {
    return this.view(await this.liftings.get(id));
  }

  /**
   * What approving would do now: which sanctions would stand how and until when, which measures would end or stay, and what
   * institutions would be told. Nothing is written.
   */
  @Get('liftings/:id/preview')
  @Officers('appeals', 'approver', 'auditor')
  @ApiOperation({ summary: '解除预览 · What approving a lifting would do' })
  preview(@Param('id', ParseUUIDPipe) id: string, @Req() request: FastifyRequest): Promise<PreviewResponse> {
    return this.liftings.preview(id, languageOf(request));
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

  private async view(lifting: Lifting): Promise<LiftingResponse> {
    return this.response(lifting, await this.liftings.sanctionsOf([lifting]));
  }

  private async views(liftings: readonly Lifting[]): Promise<LiftingResponse[]> {
    const sanctions = await this.liftings.sanctionsOf(liftings);
    return liftings.map((lifting) => this.response(lifting, sanctions));
  }

  private response(lifting: Lifting, sanctions: ReadonlyMap<string, LiftedSanctionView>): LiftingResponse {
    const { id, sanctionId, state, documentNo, effectiveAt, proposedBy, proposedAt, decidedBy, decidedAt, revision } =
      lifting;
    const sanction = sanctions.get(sanctionId);
    if (sanction === undefined) throw new Error('A lifting is about no sanction');
    return {
      id,
      sanctionId,
      sanction,
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
