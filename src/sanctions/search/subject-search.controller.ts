import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOfficer, Officers } from '../../institutions/access.js';
import { actorOf, type OfficerPrincipal } from '../../institutions/principal.js';
import { SubjectPage, SubjectSearchRequest } from './subject-search.dto.js';
import { SubjectSearch } from './subject-search.service.js';

const EXAMPLES = {
  identifier: {
    summary: 'By identifier',
    value: { identifier: { idType: 'resident_id', idNumber: '500230188004276798' }, purpose: '核对 2021 年名单' },
  },
  name: { summary: 'By the whole name', value: { name: '尤静国', purpose: '核对 2021 年名单' } },
  card: { summary: 'By card', value: { card: { kind: 'mobile_sim', number: '19900495888' }, purpose: '核对涉案卡' } },
};

@ApiTags('subjects')
@Controller('v1/subjects')
export class SubjectSearchController {
  constructor(private readonly subjects: SubjectSearch) {}

  /**
   * By identifier, by whole name or by card, in the body and never in a URL. By card: whoever holds it, or was sanctioned by a row
   * that named it; `cards` are the cards themselves, also one that is on the card blacklist and registered by nobody. The purpose
   * goes into the audit trail.
   */
  @Post('search')
  @HttpCode(200)
  @Officers()
  @ApiOperation({ summary: '查找惩戒对象 · Search subjects' })
  @ApiBody({ type: SubjectSearchRequest, examples: EXAMPLES })
  @ApiOkResponse({ type: SubjectPage })
  search(@Body() request: SubjectSearchRequest, @CurrentOfficer() officer: OfficerPrincipal): Promise<SubjectPage> {
    return this.subjects.search(request, actorOf(officer));
  }
}
