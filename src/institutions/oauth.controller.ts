import { Body, Controller, Get, Header, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../platform/public.js';
import { KeySet, TokenRequest, TokenResponse } from './oauth.dto.js';
import { OAuth } from './oauth.service.js';
import { TakesCredentials } from './rate-limit.guard.js';
import { Tokens } from './tokens.service.js';

@ApiTags('Tokens')
@Public()
@Controller()
export class OAuthController {
  constructor(
    private readonly oauth: OAuth,
    private readonly tokens: Tokens,
  ) {}

  @Post('oauth/token')
  @HttpCode(200)
  @TakesCredentials()
  @ApiOperation({
    summary: '机构取令牌 · A client gets an access token (RFC 6749 client_credentials)',
    description:
      'Authenticate by `client_secret` in the body, by HTTP Basic, or by a signed `client_assertion` (private_key_jwt). ' +
      'Parameters this endpoint does not know are ignored.',
  })
  @ApiConsumes('application/x-www-form-urlencoded', 'application/json')
  @ApiBody({
    type: TokenRequest,
    examples: {
      secret: {
        value: { grant_type: 'client_credentials', client_id: 'demo-bank-a', client_secret: 'demo-secret-demo-bank-a' },
      },
    },
  })
  async grant(@Body() body: unknown, @Headers('authorization') authorization?: string): Promise<TokenResponse> {
    return this.oauth.grant(body, authorization);
  }

  @Get('.well-known/jwks.json')
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({ summary: '令牌公钥 · The public keys that verify our tokens (RFC 7517)' })
  jwks(): KeySet {
    return this.tokens.jwks();
  }
}
