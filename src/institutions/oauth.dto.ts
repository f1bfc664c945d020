import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { GrantedToken } from './oauth.service.js';
import type { PublishedKey } from './tokens.service.js';

/** Everything of a token request that is read. */
export const TOKEN_PARAMETERS = [
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion_type',
  'client_assertion',
  'scope',
] as const;

export class TokenRequest {
  /**
   * Only `client_credentials`.
   * @example 'client_credentials'
   */
  @IsString()
  @MaxLength(100)
  grant_type: string;

  /**
   * Id of the client; may also come by HTTP Basic, and is optional beside an assertion.
   * @example 'demo-bank-a'
   */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  client_id?: string;

  /**
   * Secret of the client; may also come by HTTP Basic.
   * @example 'demo-secret-demo-bank-a'
   */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  client_secret?: string;

  /** `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`, beside `client_assertion` (RFC 7523). */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  client_assertion_type?: string;

  /**
   * JWT signed with a registered key: `iss` and `sub` the client id, `aud` the issuer or this endpoint, `exp` at most
   * five minutes ahead, `jti` used once.
   */
  @IsOptional()
  @IsString()
  @MaxLength(8192)
  client_assertion?: string;

  /** Scopes asked for, separated by spaces; absent means all of the client. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  scope?: string;
}

export class TokenResponse implements GrantedToken {
  /**
   * Send it as `Authorization: Bearer …`.
   * @example 'eyJhbGciOiJFUzI1NiIsImtpZCI6Ii4uLiIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl'
   */
  access_token: string;

  /** @example 'Bearer' */
  @IsIn(['Bearer'])
  token_type: 'Bearer';

  /**
   * Seconds.
   * @example 600
   */
  expires_in: number;

  /**
   * Granted scopes, separated by spaces.
   * @example 'decisions cards blacklist directives'
   */
  scope: string;
}

export class PublicKey implements PublishedKey {
  /**
   * Found in the header of a token.
   * @example '9f2c4a7d10e3b586'
   */
  kid: string;

  /** @example 'EC' */
  kty: string;

  /** @example 'P-256' */
  crv: string;

  /** @example 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU' */
  x: string;

  /** @example 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' */
  y: string;

  /** @example 'ES256' */
  alg: string;

  /** @example 'sig' */
  use: string;
}

/** RFC 7517: the public keys that verify our tokens. */
export class KeySet {
  /** One per signing key that is still accepted. */
  keys: PublicKey[];
}
