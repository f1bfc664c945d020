import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Officers as ForOfficers } from './access.js';
import { OfficerName, OfficerNamesQuery } from './officer.dto.js';
import { Officers } from './officers.service.js';

@ApiTags('Officers')
@ForOfficers()
@Controller('v1/officer-names')
export class OfficerNamesController {
  constructor(private readonly officers: Officers) {}

  @Get()
  @ApiOperation({
    summary: '民警名称 · User names and organs of officers, by their ids',
    description: 'What pages show of who did what. Ids of nobody are left out.',
  })
  names(@Query() { ids }: OfficerNamesQuery): Promise<OfficerName[]> {
    return this.officers.names(ids?.split(',') ?? []);
  }
}
