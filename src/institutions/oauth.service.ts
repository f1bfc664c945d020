import { Injectable } from '@nestjs/common';
import { validated } from '../platform/validation.js';
import type { ClientProof } from './client-authentication.service.js';
import { ClientAuthentication } from './client-authentication.service.js';
import { TOKEN_PARAMETERS, TokenRequest } from './oauth.dto.js';
import { OAuthProblem } from './oauth-problem.js';
import { ACCESS_TOKEN_SECONDS, Tokens } from './tokens.service.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** RFC 6749 section 5.1. */
export interface GrantedToken {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  /** Separated by spaces. */
  scope: string;
}

/** Gives access tokens to clients (RFC 6749 section 4.4). */
@Injectable()
export class OAuth {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly tokens: Tokens,
  ) {}

  /**
   * @param body form or JSON members; unknown ones are ignored, as RFC 6749 section 3.2 demands
   * @param authorization header, for `client_secret_basic`
   * @throws {Problem} `validation-failed`, `unsupported-grant-type`, `invalid-client`, `invalid-scope`
   */
  async grant(body: unknown, authorization: string | undefined): Promise<GrantedToken> {
    const request = await validated(TokenRequest, knownParameters(body));
    if (request.grant_type !== 'client_credentials') throw new OAuthProblem('unsupported-grant-type');
    const client = await this.authentication.authenticate(proofOf(request, authorization));
    const asked = request.scope?.split(' ').filter((word) => word !== '') ?? client.scopes;
    if (!asked.every((word) => client.scopes.some((held) => held === word))) throw new OAuthProblem('invalid-scope');
    const scope = [...new Set(asked)].join(' ');
    const accessToken = await this.tokens.signForClient(client.id, scope);
    return { access_token: accessToken, token_type: 'Bearer', expires_in: ACCESS_TOKEN_SECONDS, scope };
  }
}

function knownParameters(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => TOKEN_PARAMETERS.some((known) => known === name)));
}

/** One way to authenticate, not two (RFC 6749 section 2.3). */
function proofOf(request: TokenRequest, authorization: string | undefined): ClientProof {
  const { client_id: clientId, client_secret: secret, client_assertion: assertion } = request;
  const ways = [authorization, secret, assertion].filter((way) => way !== undefined);
  if (ways.length !== 1) throw new OAuthProblem('invalid-client');
  if (authorization !== undefined) return basicProofOf(authorization);
  if (assertion !== undefined) {
    if (request.client_assertion_type !== ASSERTION_TYPE) throw new OAuthProblem('invalid-client');
    return { assertion, ...(clientId === undefined ? {} : { clientId }) };
  }
  if (clientId === undefined || secret === undefined) throw new OAuthProblem('invalid-client');
  return { clientId, secret };
}

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
function basicProofOf(authorization: string): ClientProof {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1] ?? '';
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined) throw new OAuthProblem('invalid-client');
  return { clientId: formDecoded(id), secret: formDecoded(secret) };
}

function formDecoded(text: string): string {
  return new URLSearchParams(`value=${text.replaceAll('&', '%26')}`).get('value') ?? '';
}
