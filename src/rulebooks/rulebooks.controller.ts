import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { CurrentOfficer, Officers } from '../institutions/access.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { languageOf } from '../platform/language.js';
import { PageQueryDto } from '../platform/page-query.dto.js';
import { ValidationProblem } from '../platform/validation.js';
import { RULEBOOK_PAGE_POLICY } from '../rulebook/readable-html.js';
import { candidateFiles } from './candidate-files.js';
import { DocumentResponse } from './document.dto.js';
import { Publishing } from './publishing.service.js';
import { RulebookHashPipe } from './rulebook-hash.pipe.js';
import { RulebookPages } from './rulebook-pages.service.js';
import { faultsOf, rulebookResponse, rulebookSummary } from './rulebook-response.js';
import {
  DiffQuery,
  DiffResponse,
  PublishDto,
  PublishResponse,
  RulebookPage,
  RulebookResponse,
  RulebookSummary,
} from './rulebook.dto.js';
import { RulebooksService } from './rulebooks.service.js';
import { Submissions, type Submission } from './submissions.service.js';

/** The whole law is well under one; cases are the larger part. */
const CANDIDATE_LIMIT_BYTES = 5 * 1024 * 1024;

const CANDIDATE_BODY = {
  required: true,
  schema: {
    oneOf: [
      {
        type: 'object',
        required: ['files'],
        additionalProperties: false,
        properties: {
          files: {
            type: 'object',
            additionalProperties: true,
            description:
              'Path below `rules/` → JSON: the whole law with its golden cases. The service checks by its own `schema/`.',
          },
        },
      },
      {
        type: 'object',
        required: ['source'],
        additionalProperties: false,
        properties: { source: { type: 'string', enum: ['folder'], description: 'The folder of the service' } },
      },
    ],
    example: { source: 'folder' },
  },
};

@ApiTags('rulebooks')
@Controller('v1/rulebooks')
export class RulebooksController {
  constructor(
    private readonly rulebooks: RulebooksService,
    private readonly submissions: Submissions,
    private readonly publishing: Publishing,
    private readonly pages: RulebookPages,
  ) {}

  /** Every rulebook that was ever handed in, newest first, with what it is today. */
  @Get()
  @Officers()
  @ApiOperation({ summary: 'Rulebooks' })
  async page(@Query() { cursor, limit }: PageQueryDto): Promise<RulebookPage> {
    const { items, nextCursor } = await this.rulebooks.page(cursor, limit);
    return { items: items.map(rulebookSummary), nextCursor };
  }

  /**
   * Hands a candidate in. It is checked as a whole (schemas, references, versions, every golden case); a candidate with
   * faults is not stored, and the answer lists all of them with file and path. Handing in what is known changes nothing.
   */
  @Post()
  @Officers('rules_author')
  @RouteConfig({ bodyLimit: CANDIDATE_LIMIT_BYTES })
  @ApiOperation({ summary: 'Hand a candidate in' })
  @ApiBody(CANDIDATE_BODY)
  async submit(
    @Body() body: unknown,
    @CurrentOfficer() officer: OfficerPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<RulebookSummary> {
    const submission = await this.submitted(body, officer);
    if ('findings' in submission) {
      const { findings } = submission;
      throw new Problem('rulebook-has-findings', { count: findings.length }, faultsOf(findings, languageOf(request)));
    }
    return rulebookSummary(await this.rulebooks.overview(submission.hash));
  }

  /** The whole of it: what a candidate is made of. With `Accept: text/html` as one page to read and to print. */
  @Get(':hash')
  @Officers()
  @ApiOperation({ summary: 'A rulebook' })
  @ApiProduces('application/json', 'text/html')
  @ApiOkResponse({ type: RulebookResponse })
  async get(
    @Param('hash', RulebookHashPipe) hash: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RulebookResponse | string> {
    if (!wantsPage(request)) return rulebookResponse(await this.rulebooks.whole(hash));
    const { html } = await this.pages.page(hash, languageOf(request));
    reply.type('text/html; charset=utf-8').header('Content-Security-Policy', RULEBOOK_PAGE_POLICY);
    return html;
  }

  /** Whose it is and whether it counts, without what it says. */
  @Get(':hash/summary')
  @Officers()
  @ApiOperation({ summary: 'The state of a rulebook' })
  async summary(@Param('hash', RulebookHashPipe) hash: string): Promise<RulebookSummary> {
    return rulebookSummary(await this.rulebooks.overview(hash));
  }

  /** As lawyers read it: regimes, measures and terms over time, every rule as a sentence with sources, confidence and cases. */
  @Get(':hash/document')
  @Officers()
  @ApiOperation({ summary: 'A rulebook in sentences' })
  @ApiOkResponse({ type: DocumentResponse })
  async document(
    @Param('hash', RulebookHashPipe) hash: string,
    @Req() request: FastifyRequest,
  ): Promise<DocumentResponse> {
    return (await this.pages.page(hash, languageOf(request))).document;
  }

  /** What it says otherwise than another rulebook: files, rules, parameters, measures, each before and after. */
  @Get(':hash/diff')
  @Officers()
  @ApiOperation({ summary: 'What a rulebook changes in the law' })
  diff(@Param('hash', RulebookHashPipe) hash: string, @Query() { against }: DiffQuery): Promise<DiffResponse> {
    return this.rulebooks.diff(hash, against);
  }

  /**
   * Puts it in force from a day on. By a second officer, who signs the hash of a what-if of this rulebook for that day. It
   * changes the rules of all decisions; sanctions keep the terms of their approval. Of several publications whose day has
   * come the last one counts, so a publication also takes the place of those that were to come into force on its day or later.
   */
  @Post(':hash/publish')
  @HttpCode(200)
  @Officers('rules_approver')
  @ApiOperation({ summary: 'Publish a rulebook' })
  async publish(
    @Param('hash', RulebookHashPipe) hash: string,
    @Body() { effectiveFrom, diffHash, confirmMassChange }: PublishDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<PublishResponse> {
    const request = {
      effectiveFrom: localDate(effectiveFrom),
      diffHash,
      confirmMassChange: confirmMassChange === true,
    };
    const { revision, displaced } = await this.publishing.publish(hash, request, officer);
    return { ...rulebookSummary(await this.rulebooks.overview(hash)), revision, displaced };
  }

  // Read by hand: what turns bodies into classes would walk through a hostile one before anybody looked at it.
  private submitted(body: unknown, { id }: OfficerPrincipal): Promise<Submission> {
    const said = new Map<string, unknown>(typeof body === 'object' && body !== null ? Object.entries(body) : []);
    const [only] = said.keys();
    if (said.size !== 1 || (only !== 'files' && only !== 'source')) {
      throw new ValidationProblem([{ path: '', constraint: 'INVALID_FIELD', limits: [] }]);
    }
    if (only === 'files') return this.submissions.submit(candidateFiles(said.get('files')), id, 'upload');
    if (said.get('source') === 'folder') return this.submissions.submitFolder(id);
    throw new ValidationProblem([{ path: 'source', constraint: 'equals', limits: ['folder'] }]);
  }
}

/** A browser asks for a page before anything else; whoever does not say gets data. */
function wantsPage({ headers: { accept = '' } }: FastifyRequest): boolean {
  const page = accept.indexOf('text/html');
  const data = accept.indexOf('application/json');
  return page >= 0 && (data < 0 || page < data);
}
