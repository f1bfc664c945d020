import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOfficer, Officers } from './access.js';
import {
  ApiClientChangeRequest,
  apiClientPage,
  ApiClientPage,
  apiClientView,
  ApiClientView,
  NewApiClientRequest,
  revealedClientView,
  RevealedClientView,
} from './api-client.dto.js';
import { ApiClients } from './api-clients.service.js';
import { PageQueryDto } from '../platform/page-query.dto.js';
import { actorOf, type OfficerPrincipal } from './principal.js';

@ApiTags('API clients')
@Officers('admin')
@Controller('v1/api-clients')
export class ApiClientsController {
  constructor(private readonly clients: ApiClients) {}

  @Get()
  @ApiOperation({ summary: '接口客户端 · API clients, by id' })
  async list(@Query() query: PageQueryDto): Promise<ApiClientPage> {
    return apiClientPage(await this.clients.list(query));
  }

  @Post()
  @ApiOperation({ summary: '登记客户端 · Registers an API client; its secret is shown this once' })
  @ApiBody({
    type: NewApiClientRequest,
    examples: {
      secret: { value: { id: 'demo-bank-a-branch', institutionCode: 'demo-bank-a', scopes: ['decisions'] } },
    },
  })
  async register(
    @CurrentOfficer() admin: OfficerPrincipal,
    @Body() made: NewApiClientRequest,
  ): Promise<RevealedClientView> {
    return revealedClientView(await this.clients.register(actorOf(admin), made));
  }

  @Patch(':id')
  @ApiOperation({ summary: '变更客户端 · Changes scopes, disables or enables an API client' })
  @ApiBody({ type: ApiClientChangeRequest, examples: { scopes: { value: { scopes: ['decisions', 'cards'] } } } })
  async amend(
    @CurrentOfficer() admin: OfficerPrincipal,
    @Param('id') id: string,
    @Body() wanted: ApiClientChangeRequest,
  ): Promise<ApiClientView> {
    return apiClientView(await this.clients.amend(admin, id, wanted));
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ApiOperation({ summary: '更换密钥 · Gives a client a new secret, shown this once; the old one is void at once' })
  async rotateSecret(@CurrentOfficer() admin: OfficerPrincipal, @Param('id') id: string): Promise<RevealedClientView> {
    return revealedClientView(await this.clients.rotateSecret(admin, id));
  }
}
