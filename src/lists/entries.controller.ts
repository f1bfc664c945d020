import { Readable } from 'node:stream';
import { Controller, Get, Param, ParseUUIDPipe, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { Problem } from '../domain/problem.js';
import { refusedCsv, type RefusedRow } from '../files/refused.js';
import { CurrentOfficer, Officers } from '../institutions/access.js';
import { actorOf, type OfficerPrincipal } from '../institutions/principal.js';
import { Audit } from '../platform/audit.js';
import { languageOf } from '../platform/language.js';
import { EntriesService } from './entries.service.js';
import { entryResponse } from './list-response.js';
import { EntryPageResponse, EntryQuery } from './lists.dto.js';
import { ListsService } from './lists.service.js';
import type { SanctionList } from './sanction-list.entity.js';

const PAGE = 100;

/** The rows of a list and the file it came from: nothing of a refused row is lost. */
@ApiTags('sanction lists')
@Controller('v1/sanction-lists/:id')
export class EntriesController {
  constructor(
    private readonly lists: ListsService,
    private readonly entries: EntriesService,
    private readonly audit: Audit,
    private readonly db: DataSource,
  ) {}

  /** Verdict, reason, notes, what was understood and what was written, row by row. */
  @Get('entries')
  @Officers('submitter', 'approver', 'auditor', 'appeals')
  @ApiOperation({ summary: '名单各行 · Rows of a list' })
  async page(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, ...filter }: EntryQuery,
    @Req() request: FastifyRequest,
  ): Promise<EntryPageResponse> {
    await this.lists.get(id);
    const { items, nextCursor } = await this.entries.page(id, { ...filter, limit: limit ?? PAGE });
    return { items: items.map((entry) => entryResponse(entry, languageOf(request))), nextCursor };
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
    const columns = list.columns.length > 0 ? list.columns : [ENTRY_COLUMN];
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
