import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Officers } from '../../institutions/access.js';
import { SanctionRegisterPage, SanctionRegisterQuery } from './sanction-register.dto.js';
import { SanctionRegister } from './sanction-register.service.js';

@ApiTags('sanctions')
@Controller('v1/sanctions')
export class SanctionRegisterController {
  constructor(private readonly register: SanctionRegister) {}

  /**
   * Sanctions, the newest first, subjects masked: the list behind every number of `GET /v1/statistics` about sanctions. A number of
   * `standing` is the list of the same keys with that `standing` and `asOf`, one of `period` the list with that `event`, `from` and
   * `to`; a month is read as of its last day, or of `asOf` if that is earlier.
   */
  @Get()
  @Officers()
  @ApiOperation({ summary: '惩戒名册 · Register of sanctions' })
  @ApiOkResponse({ type: SanctionRegisterPage })
  page(@Query() query: SanctionRegisterQuery): Promise<SanctionRegisterPage> {
    return this.register.page(query);
  }
}
