import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
} from 'class-validator';
import type { JSONWebKeySet } from 'jose';
import { shanghaiInstant } from '../domain/period.js';
import type { ApiClient } from './api-client.entity.js';
import type { NewApiClient, RevealedClient } from './api-clients.service.js';
import type { Page } from './page.js';
import { INSTITUTION_KINDS, SCOPES } from './principal.js';
import type { InstitutionKind, Scope } from './principal.js';

export class NewApiClientRequest implements NewApiClient {
  /**
   * Lower-case letters, digits and dashes.
   * @example 'demo-bank-a-branch'
   */
  @IsString()
  @Matches(/^[a-z0-9][a-z0-9-]{2,63}$/)
  id: string;

  /** @example 'demo-bank-a' */
  @IsString()
  @Length(1, 64)
  institutionCode: string;

  @ApiProperty({ enum: SCOPES, isArray: true, example: ['decisions'] })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(SCOPES.length)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes: Scope[];

  /** Public keys (RFC 7517) for `private_key_jwt`, each with `kid` and `alg`. With them the client has no secret. */
  @ApiProperty({ type: Object, required: false })
  @IsOptional()
  @IsObject()
  publicJwks?: JSONWebKeySet;
}

export class ApiClientChangeRequest {
  @ApiProperty({ enum: SCOPES, isArray: true, required: false, example: ['decisions'] })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(SCOPES.length)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[];

  /** A disabled client gets no token, and its tokens are void within two seconds. */
  @IsOptional()
  @IsBoolean()
  isDisabled?: boolean;
}

export class ClientInstitutionView {
  /** @example 'demo-bank-a' */
  code: string;

  @ApiProperty({ enum: INSTITUTION_KINDS, example: 'bank' })
  kind: InstitutionKind;

  /** @example '演示银行甲' */
  name: string;
}

export class ApiClientView {
  /** @example 'demo-bank-a' */
  id: string;

  institution: ClientInstitutionView;

  @ApiProperty({ enum: SCOPES, isArray: true, example: ['decisions', 'cards'] })
  scopes: Scope[];

  /** How it may authenticate. */
  @ApiProperty({ enum: ['secret', 'keys'], isArray: true, example: ['secret'] })
  authentication: ('secret' | 'keys')[];

  /** Null while the client gets tokens. */
  @ApiProperty({ type: String, nullable: true, example: null })
  disabledAt: string | null;

  /** @example '2025-01-05T10:00:00.000+08:00' */
  createdAt: string;
}

export class RevealedClientView extends ApiClientView {
  /** Shown this once; null for a client that signs assertions. */
  @ApiProperty({ type: String, nullable: true, example: 'cw8yBrkyDUJhwtQVjfK2yLdMOkSEnT0u-h1yFkbGsTw' })
  secret: string | null;
}

export class ApiClientPage {
  items: ApiClientView[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: string | null;
}

export function apiClientView(client: ApiClient): ApiClientView {
  const { code, kind, name } = client.institution;
  const authentication: ('secret' | 'keys')[] = [];
  if (client.secretHash !== null) authentication.push('secret');
  if (client.publicJwks !== null) authentication.push('keys');
  return {
    id: client.id,
    institution: { code, kind, name },
    scopes: client.scopes,
    authentication,
    disabledAt: client.disabledAt === null ? null : shanghaiInstant(client.disabledAt),
    createdAt: shanghaiInstant(client.createdAt),
  };
}

export function revealedClientView({ client, secret }: RevealedClient): RevealedClientView {
  return Object.assign(apiClientView(client), { secret });
}

export function apiClientPage({ items, nextCursor }: Page<ApiClient>): ApiClientPage {
  return { items: items.map(apiClientView), nextCursor };
}
