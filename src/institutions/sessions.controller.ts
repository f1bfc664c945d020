import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../platform/public.js';
import { CurrentOfficer, Officers } from './access.js';
import type { OfficerPrincipal } from './principal.js';
import { TakesCredentials } from './rate-limit.guard.js';
import { openedSessionView, OpenedSessionView, sessionView, SessionView, SignInRequest } from './session.dto.js';
import { Sessions } from './sessions.service.js';

@ApiTags('Sessions')
@Controller('v1/sessions')
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Post()
  @Public()
  @TakesCredentials()
  @ApiOperation({
    summary: '民警登录 · An officer signs in',
    description: 'Five failures lock the account for fifteen minutes. A one-time code is good for one sign-in.',
  })
  @ApiBody({
    type: SignInRequest,
    examples: { demo: { value: { username: 'city-submitter', password: 'demo-city-submitter' } } },
  })
  async open(@Body() credentials: SignInRequest): Promise<OpenedSessionView> {
    return openedSessionView(await this.sessions.open(credentials));
  }

  @Get('current')
  @Officers()
  @ApiOperation({ summary: '当前会话 · The session of this token' })
  async current(@CurrentOfficer() officer: OfficerPrincipal): Promise<SessionView> {
    return sessionView(await this.sessions.current(officer));
  }

  @Delete('current')
  @Officers()
  @HttpCode(204)
  @ApiOperation({ summary: '退出登录 · Signs out; the token is void at once' })
  async close(@CurrentOfficer() officer: OfficerPrincipal): Promise<void> {
    await this.sessions.close(officer);
  }
}
