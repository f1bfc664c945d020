import { IsOptional, IsString, Length, Matches, MaxLength, MinLength } from 'class-validator';
import type { OrganLevel } from '../domain/designation.js';
import { ORGAN_LEVELS } from '../domain/designation.js';
import { shanghaiInstant } from '../domain/period.js';
import { ApiProperty } from '@nestjs/swagger';
import type { Officer } from './officer.entity.js';
import type { OfficerSession } from './officer-session.entity.js';
import { organOf } from './institutions.service.js';
import { ROLES } from './principal.js';
import type { Role } from './principal.js';
import type { OpenedSession } from './sessions.service.js';

export class SignInRequest {
  /** @example 'city-submitter' */
  @IsString()
  @Length(1, 64)
  username: string;

  /** @example 'demo-city-submitter' */
  @IsString()
  @MinLength(1)
  @MaxLength(256)
  password: string;

  /** Six digits of the authenticator, where one is confirmed. */
  @IsOptional()
  @IsString()
  @Matches(/^\d{6}$/)
  totp?: string;
}

export class OrganView {
  /** @example 'demo-organ-city' */
  code: string;

  @ApiProperty({ enum: ORGAN_LEVELS, example: 'city' })
  level: OrganLevel;

  /** @example '重庆市公安局(演示·设区的市级)' */
  name: string;
}

export class SignedInOfficer {
  /** @example '01890a5d-ac96-774b-bcce-b302099a8057' */
  id: string;

  /** @example 'city-submitter' */
  username: string;

  organ: OrganView;

  @ApiProperty({ enum: ROLES, isArray: true, example: ['submitter'] })
  roles: Role[];

  /** Is an authenticator confirmed? */
  hasTotp: boolean;
}

export class OpenedSessionView {
  /**
   * Send it as `Authorization: Bearer …`.
   * @example 'eyJhbGciOiJFUzI1NiIsImtpZCI6Ii4uLiIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl'
   */
  accessToken: string;

  /** @example '2025-01-05T18:00:00.000+08:00' */
  expiresAt: string;

  officer: SignedInOfficer;
}

export class SessionView {
  /** @example '01890a5d-ac96-774b-bcce-b302099a8057' */
  id: string;

  /** @example '2025-01-05T10:00:00.000+08:00' */
  openedAt: string;

  /** @example '2025-01-05T18:00:00.000+08:00' */
  expiresAt: string;

  officer: SignedInOfficer;
}

export class PasswordChange {
  /** @example 'demo-province-submitter' */
  @IsString()
  @MinLength(1)
  @MaxLength(256)
  current: string;

  /**
   * At least 12 characters; neither the user name nor the current password.
   * @example 'three quiet rivers'
   */
  @IsString()
  @MinLength(12)
  @MaxLength(256)
  next: string;
}

export class RevokedSessions {
  /**
   * How many sessions were open and are void now.
   * @example 1
   */
  revoked: number;
}

export class TotpEnrolment {
  /**
   * What authenticator apps read from a QR code. It holds the secret and is shown this once.
   * @example 'otpauth://totp/Duanka:city-submitter?issuer=Duanka&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30'
   */
  otpauthUri: string;
}

export class TotpConfirmation {
  /**
   * Six digits the authenticator shows now.
   * @example '492039'
   */
  @IsString()
  @Matches(/^\d{6}$/)
  code: string;
}

export function signedInOfficer(officer: Officer): SignedInOfficer {
  const { code, level, name } = organOf(officer.institution);
  const { id, username, roles, totpLastStep } = officer;
  return { id, username, organ: { code, level, name }, roles, hasTotp: totpLastStep !== null };
}

export function openedSessionView({ accessToken, expiresAt, officer }: OpenedSession): OpenedSessionView {
  return { accessToken, expiresAt: shanghaiInstant(expiresAt), officer: signedInOfficer(officer) };
}

export function sessionView(session: OfficerSession): SessionView {
  return {
    id: session.id,
    openedAt: shanghaiInstant(session.createdAt),
    expiresAt: shanghaiInstant(session.expiresAt),
    officer: signedInOfficer(session.officer),
  };
}
