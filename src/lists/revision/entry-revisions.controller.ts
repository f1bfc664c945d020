import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Patch, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentOfficer, Officers } from '../../institutions/access.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { languageOf } from '../../platform/language.js';
import { EntryPages } from '../entry-pages.service.js';
import { RowPipe } from '../row.pipe.js';
import { CorrectEntryRequest, ExcludeEntryRequest, RevisedEntryResponse } from '../entry.dto.js';
import { maskedEntryResponse } from '../entry-response.js';
import { EntryRevisions, type RevisedList } from './entry-revisions.service.js';

/** Rows of a draft, corrected on the spot by its author: also whoever decided on an appeal is the author of the correction. */
@ApiTags('sanction lists')
@Controller('v1/sanction-lists/:id/entries/:row')
@Officers('submitter', 'appeals')
export class EntryRevisionsController {
  constructor(
    private readonly revisions: EntryRevisions,
    private readonly pages: EntryPages,
  ) {}

  /**
   * The row is read and judged again as an import would, and so are rows that name the same subject or card. Only a draft, only by
   * its author; what was written before is kept.
   */
  @Patch()
  @ApiOperation({ summary: '更正草稿中的一行 · Correct a row of a draft' })
  @ApiBody({
    type: CorrectEntryRequest,
    examples: {
      cells: { summary: '文件名单 · A list from a file', value: { raw: { 认定日期: '2025-01-06' } } },
    },
  })
  async correct(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('row', RowPipe) row: number,
    @Body() { raw }: CorrectEntryRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<RevisedEntryResponse> {
    return this.answer(await this.revisions.correct(id, row, officer, raw), row, request);
  }

  /** It is refused as `EXCLUDED`, keeps what it says, and can be put back. */
  @Post('exclude')
  @HttpCode(200)
  @ApiOperation({ summary: '剔除草稿中的一行 · Take a row out of a draft' })
  async exclude(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('row', RowPipe) row: number,
    @Body() { remark }: ExcludeEntryRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<RevisedEntryResponse> {
    return this.answer(await this.revisions.exclude(id, row, officer, remark), row, request);
  }

  /** It is judged again by what it says. */
  @Post('include')
  @HttpCode(200)
  @ApiOperation({ summary: '恢复剔除的一行 · Put a row back into a draft' })
  async include(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('row', RowPipe) row: number,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<RevisedEntryResponse> {
    return this.answer(await this.revisions.include(id, row, officer), row, request);
  }

  private async answer(
    { list, alsoChanged }: RevisedList,
    row: number,
    request: FastifyRequest,
  ): Promise<RevisedEntryResponse> {
    const { total, accepted, rejected, contentHash, requiredLevel } = list;
    return {
      entry: maskedEntryResponse(list, await this.pages.one(list.id, row), languageOf(request)),
      alsoChanged,
      counts: { total, accepted, rejected },
      contentHash: contentHash.toString('hex'),
      requiredLevel,
    };
  }
}
