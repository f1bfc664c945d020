import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOfficer, Officers } from './access.js';
import {
  institutionPage,
  InstitutionPage,
  institutionView,
  InstitutionView,
  newInstitution,
  NewInstitutionRequest,
} from './institution.dto.js';
import { Institutions } from './institutions.service.js';
import { PageQueryDto } from '../platform/page-query.dto.js';
import { actorOf, type OfficerPrincipal } from './principal.js';

@ApiTags('Institutions')
@Controller('v1/institutions')
export class InstitutionsController {
  constructor(private readonly institutions: Institutions) {}

  @Get()
  @Officers()
  @ApiOperation({ summary: '机构 · Institutions, in the order of registration' })
  async list(@Query() query: PageQueryDto): Promise<InstitutionPage> {
    return institutionPage(await this.institutions.list(query));
  }

  @Post()
  @Officers('admin')
  @ApiOperation({ summary: '登记机构 · Registers an institution' })
  async register(
    @CurrentOfficer() admin: OfficerPrincipal,
    @Body() made: NewInstitutionRequest,
  ): Promise<InstitutionView> {
    return institutionView(await this.institutions.register(actorOf(admin), newInstitution(made)));
  }
}
