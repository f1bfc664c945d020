import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Problem } from '../domain/problem.js';
import { CurrentOfficer, Officers as ForOfficers } from './access.js';
import {
  NewOfficerRequest,
  OfficerChangeRequest,
  officerPage,
  OfficerPage,
  officerView,
  OfficerView,
} from './officer.dto.js';
import { Officers } from './officers.service.js';
import { PageQueryDto } from '../platform/page-query.dto.js';
import { actorOf, type OfficerPrincipal } from './principal.js';
import { TakesCredentials } from './rate-limit.guard.js';
import { PasswordChange, RevokedSessions, TotpConfirmation, TotpEnrolment } from './session.dto.js';
import { Sessions } from './sessions.service.js';
import { TotpSecrets } from './totp.service.js';

const OfficerId = new ParseUUIDPipe({ exceptionFactory: () => new Problem('officer-not-found') });

@ApiTags('Officers')
@ForOfficers('admin')
@Controller('v1/officers')
export class OfficersController {
  constructor(
    private readonly officers: Officers,
    private readonly sessions: Sessions,
    private readonly totp: TotpSecrets,
  ) {}

  @Get()
  @ApiOperation({ summary: '民警账户 · Officers, in the order of registration' })
  async list(@Query() query: PageQueryDto): Promise<OfficerPage> {
    return officerPage(await this.officers.list(query));
  }

  @Post()
  @ApiOperation({ summary: '登记民警 · Registers an officer of a police organ' })
  async register(@CurrentOfficer() admin: OfficerPrincipal, @Body() made: NewOfficerRequest): Promise<OfficerView> {
    return officerView(await this.officers.register(actorOf(admin), made));
  }

  @Patch(':id')
  @ApiOperation({
    summary: '变更民警账户 · Changes roles, disables, resets password or authenticator; never of oneself',
  })
  @ApiBody({ type: OfficerChangeRequest, examples: { roles: { value: { roles: ['submitter', 'appeals'] } } } })
  async amend(
    @CurrentOfficer() admin: OfficerPrincipal,
    @Param('id', OfficerId) id: string,
    @Body() wanted: OfficerChangeRequest,
  ): Promise<OfficerView> {
    return officerView(await this.officers.amend(admin, id, wanted));
  }

  @Delete(':id/sessions')
  @ApiOperation({ summary: '强制下线 · Ends all sessions of an officer' })
  async revoke(
    @CurrentOfficer() admin: OfficerPrincipal,
    @Param('id', OfficerId) id: string,
  ): Promise<RevokedSessions> {
    return { revoked: await this.sessions.revokeAll(admin, id) };
  }

  @Post('me/password')
  @ForOfficers()
  @TakesCredentials()
  @HttpCode(200)
  @ApiOperation({
    summary: '修改本人密码 · Changes the own password; the other sessions end',
    description: 'A wrong current password counts as a failed sign-in: five lock the account for fifteen minutes.',
  })
  async changePassword(
    @CurrentOfficer() officer: OfficerPrincipal,
    @Body() wanted: PasswordChange,
  ): Promise<RevokedSessions> {
    return { revoked: await this.sessions.changePassword(officer, wanted) };
  }

  @Post('me/totp')
  @ForOfficers()
  @ApiOperation({ summary: '绑定动态口令 · Enrols an authenticator; it counts once confirmed' })
  async enrol(@CurrentOfficer() officer: OfficerPrincipal): Promise<TotpEnrolment> {
    return { otpauthUri: await this.totp.enrol(officer) };
  }

  @Post('me/totp/confirm')
  @ForOfficers()
  @HttpCode(204)
  @ApiOperation({ summary: '确认动态口令 · Confirms the authenticator with a first code; from then on it is asked' })
  async confirm(@CurrentOfficer() officer: OfficerPrincipal, @Body() { code }: TotpConfirmation): Promise<void> {
    await this.totp.confirm(officer, code);
  }
}
