import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentOfficer, Officers } from '../../institutions/access.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { languageOf } from '../../platform/language.js';
import { faultAt, normalisedIdentifier, normalisedName } from '../../platform/normalised.js';
import { AppealCases } from './appeal-cases.service.js';
import { AppealRecords } from './appeal-records.service.js';
import { AppealQuery } from './appeal-query.dto.js';
import { appealCaseResponse, appealResponse } from './appeal-response.js';
import { AppealCaseResponse, AppealPage, AppealResponse, ReleaseProgressView } from './appeal-views.dto.js';
import {
  AcceptAppealRequest,
  AppealPreviewQuery,
  AppealReasonsRequest,
  AppealRemarkRequest,
  FileAppealRequest,
  UpholdAppealRequest,
  VerifyAppealRequest,
  type AppellantDto,
  type RightSubjectDto,
} from './appeals.dto.js';
import { PreviewResponse } from '../previews/previews.dto.js';
import { AppealsService } from './appeals.service.js';
import { AppealFiling } from './filing.service.js';

@ApiTags('appeals')
@Controller('v1/appeals')
export class AppealsController {
  constructor(
    private readonly filing: AppealFiling,
    private readonly appeals: AppealsService,
    private readonly cases: AppealCases,
    private readonly records: AppealRecords,
  ) {}

  /**
   * Takes an appeal in, and answers the receipt number for the person. Time limits whose number of days nobody has read are shown
   * without one.
   */
  @Post()
  @Officers('appeals', 'submitter')
  @ApiOperation({ summary: '登记申诉 · File an appeal' })
  async file(
    @Body() body: FileAppealRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<AppealResponse> {
    const { sanctionId, kind, grounds, evidence, contact } = body;
    const filing = {
      subject: appellantOf(body.subject),
      sanctionId,
      kind: kind ?? 'objection',
      grounds,
      evidence: evidence ?? [],
      contact,
    };
    return this.answer(await this.filing.file(filing, officer), request);
  }

  /**
   * The queue, oldest first: persons masked, and how many appeals of the filter there are in each state. A number of `GET /v1/statistics`
   * about appeals is the list of the same keys with that `event`, `from` and `to`.
   */
  @Get()
  @Officers('appeals', 'submitter', 'approver', 'auditor')
  @ApiOperation({ summary: '申诉队列 · Appeals, oldest first' })
  async queue(@Query() query: AppealQuery, @Req() request: FastifyRequest): Promise<AppealPage> {
    const { items, ...page } = await this.cases.queue(query, languageOf(request));
    return { items: items.map((one) => appealResponse(one, this.records)), ...page };
  }

  /** The case: what the person says, the sanction, every step, and how far the release has come. Who reads it is in the audit trail. */
  @Get(':id')
  @Officers('appeals', 'submitter', 'approver', 'auditor')
  @ApiOperation({ summary: '一件申诉 · An appeal' })
  async get(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<AppealCaseResponse> {
    const found = await this.cases.case(id, languageOf(request));
    await this.appeals.shown(id, officer);
    return appealCaseResponse(found, this.records);
  }

  /**
   * What upholding the appeal, or accepting it with its effect suspended, would do now: which sanctions would stand how and until
   * when, which measures would end or stay, and what institutions would be told. Nothing is written.
   */
  @Get(':id/preview')
  @Officers('appeals', 'approver', 'auditor')
  @ApiOperation({ summary: '申诉决定预览 · What a decision on an appeal would do' })
  preview(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { action }: AppealPreviewQuery,
    @Req() request: FastifyRequest,
  ): Promise<PreviewResponse> {
    return this.appeals.preview(id, action, languageOf(request));
  }

  /** How far the institutions have come with what the appeal releases; zeros where it releases nothing. Who asks is not in the audit trail. */
  @Get(':id/releases')
  @Officers('appeals', 'submitter', 'approver', 'auditor')
  @ApiOperation({ summary: '解除进度 · How far the release has come' })
  releases(@Param('id', ParseUUIDPipe) id: string, @Req() request: FastifyRequest): Promise<ReleaseProgressView> {
    return this.cases.progress(id, languageOf(request));
  }

  /** From the returned revision on every decision that rests on the sanction says so; with `suspendEffect` it restricts nothing. */
  @Post(':id/accept')
  @HttpCode(200)
  @Officers('appeals')
  @ApiOperation({ summary: '受理申诉 · Accept an appeal' })
  async accept(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { suspendEffect, remark }: AcceptAppealRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<AppealResponse> {
    await this.appeals.accept(id, officer, { suspendsEffect: suspendEffect === true, remark });
    return this.answer(id, request);
  }

  /** By an officer who neither wrote nor approved the list. */
  @Post(':id/verify')
  @HttpCode(200)
  @Officers('appeals')
  @ApiOperation({ summary: '核查申诉 · Verify the facts of an appeal' })
  async verify(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { finding }: VerifyAppealRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<AppealResponse> {
    await this.appeals.verify(id, officer, finding);
    return this.answer(id, request);
  }

  /** The sanction is annulled as if it never was. With `correction` a draft list has the same designation for the right subject. */
  @Post(':id/uphold')
  @HttpCode(200)
  @Officers('appeals')
  @ApiOperation({ summary: '申诉成立 · Uphold an appeal' })
  async uphold(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reasons, correction }: UpholdAppealRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<AppealResponse> {
    const right = correction === undefined ? undefined : rightSubjectOf(correction.subject);
    await this.appeals.uphold(id, officer, { reasons, right });
    return this.answer(id, request);
  }

  /** The sanction stands as before the appeal. */
  @Post(':id/dismiss')
  @HttpCode(200)
  @Officers('appeals')
  @ApiOperation({ summary: '申诉不成立 · Dismiss an appeal' })
  async dismiss(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reasons }: AppealReasonsRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<AppealResponse> {
    await this.appeals.close(id, 'dismiss', officer, reasons);
    return this.answer(id, request);
  }

  /** Not accepted, with reasons. */
  @Post(':id/refuse')
  @HttpCode(200)
  @Officers('appeals')
  @ApiOperation({ summary: '不予受理 · Refuse to accept an appeal' })
  async refuse(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reasons }: AppealReasonsRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<AppealResponse> {
    await this.appeals.close(id, 'refuse', officer, reasons);
    return this.answer(id, request);
  }

  /** The person takes the appeal back. */
  @Post(':id/withdraw')
  @HttpCode(200)
  @Officers('appeals')
  @ApiOperation({ summary: '撤回申诉 · Withdraw an appeal' })
  async withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { remark }: AppealRemarkRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<AppealResponse> {
    await this.appeals.close(id, 'withdraw', officer, remark);
    return this.answer(id, request);
  }

  private async answer(id: string, request: FastifyRequest): Promise<AppealResponse> {
    return appealResponse(await this.cases.overview(id, languageOf(request)), this.records);
  }
}

function appellantOf({ kind, idType, idNumber, name }: AppellantDto): {
  idType: AppellantDto['idType'];
  idNumber: string;
  name?: string;
} {
  assertKind(kind, idType, 'subject');
  return {
    ...normalisedIdentifier({ idType, idNumber }, 'subject'),
    ...(name === undefined ? {} : { name: normalisedName(name, 'subject.name') }),
  };
}

function rightSubjectOf({ kind, idType, idNumber, name }: RightSubjectDto): RightSubjectDto {
  const path = 'correction.subject';
  assertKind(kind, idType, path);
  return { kind, ...normalisedIdentifier({ idType, idNumber }, path), name: normalisedName(name, `${path}.name`) };
}

/** A unit is named by its USCC, a person never is. */
function assertKind(kind: string | undefined, idType: string, path: string): void {
  if (kind !== undefined && (kind === 'unit') !== (idType === 'uscc')) throw faultAt(`${path}.kind`, 'INVALID_FIELD');
}
