import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { Problem } from '../domain/problem.js';
import { REASON_COLUMNS, refusedCsv, type RefusedRow } from '../files/refused.js';
import { CurrentOfficer, Officers } from '../institutions/access.js';
import { actorOf, type OfficerPrincipal } from '../institutions/principal.js';
import { Audit } from '../platform/audit.js';
import { languageOf } from '../platform/language.js';
import { RevealRequest } from '../registry/subject.dto.js';
import { EntriesService } from './entries.service.js';
import { RowPipe } from './row.pipe.js';
import { EntryPages } from './entry-pages.service.js';
import { entryResponse, maskedEntryResponse } from './entry-response.js';
import { EntryPageResponse, EntryQuery, EntryResponse } from './entry.dto.js';
import { ListsService } from './lists.service.js';
import { countReasons } from './review/reasons.js';
import { ReasonsResponse } from './review/summary.dto.js';
import type { SanctionList } from './sanction-list.entity.js';

const PAGE = 100;

/** The rows of a list and the file it came from: nothing of a refused row is lost. */
@ApiTags('sanction lists')
@Controller('v1/sanction-lists/:id')
export class EntriesController {
  constructor(
    private readonly lists: ListsService,
    private readonly entries: EntriesService,
    private readonly pages: EntryPages,
    private readonly audit: Audit,
    private readonly db: DataSource,
  ) {}

  /** Verdict, reason, notes, what was understood and what was written, row by row; names and numbers masked. */
  @Get('entries')
  @Officers('submitter', 'approver', 'auditor', 'appeals')
  @ApiOperation({ summary: '名单各行 · Rows of a list' })
  async page(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, ...filter }: EntryQuery,
    @Req() request: FastifyRequest,
  ): Promise<EntryPageResponse> {
    const list = await this.lists.get(id);
    const { items, nextCursor } = await this.pages.page(id, { ...filter, limit: limit ?? PAGE });
    return { items: items.map((entry) => maskedEntryResponse(list, entry, languageOf(request))), nextCursor };
  }

  /** How many rows are refused for which reason and noted with what: the part of the summary that is there at once. */
  @Get('entries/reasons')
  @Officers('submitter', 'approver', 'auditor', 'appeals')
  @ApiOperation({ summary: '名单各行的原因与提示 · Reasons and notes of the rows of a list' })
  async reasons(@Param('id', ParseUUIDPipe) id: string): Promise<ReasonsResponse> {
    await this.lists.get(id);
    return countReasons(this.db.manager, id);
  }

  /** The row in full, for a purpose that goes into the audit trail. */
  @Post('entries/:row/reveal')
  @HttpCode(200)
  @Officers('submitter', 'approver', 'auditor', 'appeals')
  @ApiOperation({ summary: '名单一行(明文,须说明用途) · A row of a list, in full' })
  async reveal(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('row', RowPipe) row: number,
    @Body() { purpose }: RevealRequest,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<EntryResponse> {
    await this.lists.get(id);
    return entryResponse(await this.pages.reveal(id, row, purpose, officer), languageOf(request));
  }

  /** The original file, byte for byte. */
  @Get('file')
  @Officers('submitter', 'approver', 'auditor')
  @ApiOperation({ summary: '名单原始文件 · Original file of a list' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async file(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const list = await this.lists.get(id);
    if (list.fileName === null) throw new Problem('not-found');
    await this.recordDownload(list, officer, 'list.file-downloaded');
    send(reply, 'application/octet-stream', list.fileName, Readable.from(this.entries.readFile(id)));
  }

  /** Refused rows in the columns they came in, with row number, code and reason: to be corrected and sent again. */
  @Get('refused')
  @Officers('submitter', 'approver', 'auditor')
  @ApiOperation({ summary: '未受理行(CSV) · Refused rows of a list as CSV' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async refused(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const list = await this.lists.get(id);
    await this.recordDownload(list, officer, 'list.refused-downloaded');
    // A corrected file that comes back has the reasons of last time.
    const ownColumns = list.columns.filter((column) => !REASON_COLUMNS.includes(column));
    const columns = ownColumns.length > 0 ? ownColumns : [ENTRY_COLUMN];
    send(
      reply,
      'text/csv; charset=utf-8',
      `refused-${list.id}.csv`,
      refusedCsv(columns, this.refusedRows(list, columns)),
    );
  }

  private async *refusedRows(list: SanctionList, columns: readonly string[]): AsyncGenerator<RefusedRow> {
    for await (const page of this.entries.stream(this.db.manager, list.id, 'rejected')) {
      for (const { row, code, field, raw } of page) {
        if (code === null || raw === null) continue;
        const written: Record<string, string> = list.columns.length > 0 ? JSON.parse(raw) : { [ENTRY_COLUMN]: raw };
        yield {
          row,
          cells: columns.map((column) => written[column] ?? ''),
          code,
          ...(field === null ? {} : { field }),
        };
      }
    }
  }

  /** Whoever takes personal data out of the house leaves a trace. */
  private async recordDownload(list: SanctionList, officer: OfficerPrincipal, what: string): Promise<void> {
    await this.db.transaction((tx) =>
      this.audit.append(tx, { actor: actorOf(officer), what, object: `sanction_list:${list.id}` }),
    );
  }
}

/** Column of the refused rows of a list that came as JSON. */
const ENTRY_COLUMN = 'entry';

function send(reply: FastifyReply, type: string, fileName: string, body: Readable): void {
  void reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
    .send(body);
}
