import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { localDate } from '../domain/period.js';
import { CurrentOfficer, Officers } from '../institutions/access.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { RulebookHashPipe } from './rulebook-hash.pipe.js';
import { whatIfResponse } from './rulebook-response.js';
import { SignedWhatIfs } from './signed-what-ifs.service.js';
import { WhatIfDto, WhatIfList, WhatIfResponse } from './what-if.dto.js';
import type { RulebookWhatIf } from './what-if.entity.js';
import { WhatIfs } from './what-ifs.service.js';

@ApiTags('rulebooks')
@Controller('v1/rulebooks/:hash/what-if')
export class WhatIfsController {
  constructor(
    private readonly whatIfs: WhatIfs,
    private readonly signed: SignedWhatIfs,
  ) {}

  /**
   * Asks standard questions about every sanctioned subject under this rulebook and under the one it would follow: who becomes
   * restricted, released or changed, how many, by which rule and article. It runs in the background; read its progress and
   * result under its id. One at a time.
   */
  @Post()
  @HttpCode(202)
  @Officers('rules_author', 'rules_approver')
  @ApiOperation({ summary: 'Start a what-if' })
  async start(
    @Param('hash', RulebookHashPipe) hash: string,
    @Body() { effectiveFrom }: WhatIfDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<WhatIfResponse> {
    const day = effectiveFrom === undefined ? undefined : localDate(effectiveFrom);
    return this.shown(await this.whatIfs.start(hash, day, officer));
  }

  /** The last ones of a rulebook. */
  @Get()
  @Officers()
  @ApiOperation({ summary: 'What-ifs of a rulebook' })
  async list(@Param('hash', RulebookHashPipe) hash: string): Promise<WhatIfList> {
    const whatIfs = await this.whatIfs.list(hash);
    return { items: whatIfs.map((whatIf) => this.shown(whatIf)) };
  }

  /** Progress while it runs; then the report, and the hash an approver signs. */
  @Get(':id')
  @Officers()
  @ApiOperation({ summary: 'A what-if' })
  async get(
    @Param('hash', RulebookHashPipe) hash: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<WhatIfResponse> {
    return this.shown(await this.whatIfs.get(hash, id));
  }

  /** Cancels it if it still runs, and answers what became of it. */
  @Delete(':id')
  @Officers('rules_author', 'rules_approver')
  @ApiOperation({ summary: 'Cancel a what-if' })
  async cancel(
    @Param('hash', RulebookHashPipe) hash: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<WhatIfResponse> {
    return this.shown(await this.whatIfs.cancel(hash, id));
  }

  private shown(whatIf: RulebookWhatIf): WhatIfResponse {
    return whatIfResponse(whatIf, this.signed.isMassChange(whatIf));
  }
}
