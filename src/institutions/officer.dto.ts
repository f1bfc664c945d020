import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { shanghaiInstant } from '../domain/period.js';
import type { Officer } from './officer.entity.js';
import type { NewOfficer, OfficerChange } from './officers.service.js';
import type { Page } from './page.js';
import { ROLES } from './principal.js';
import type { Role } from './principal.js';
import { signedInOfficer, SignedInOfficer } from './session.dto.js';

export class NewOfficerRequest implements NewOfficer {
  /**
   * Lower-case letters, digits, dots and dashes; not a real name.
   * @example 'city-submitter-2'
   */
  @IsString()
  @Matches(/^[a-z0-9][a-z0-9.-]{2,63}$/)
  username: string;

  /**
   * Code of the police organ the officer acts for.
   * @example 'demo-organ-city'
   */
  @IsString()
  @Length(1, 64)
  organCode: string;

  @ApiProperty({ enum: ROLES, isArray: true, example: ['submitter'] })
  @IsArray()
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles: Role[];

  /**
   * At least 12 characters.
   * @example 'three quiet rivers'
   */
  @IsString()
  @MinLength(12)
  @MaxLength(256)
  password: string;
}

export class OfficerChangeRequest implements OfficerChange {
  @ApiProperty({ enum: ROLES, isArray: true, required: false, example: ['submitter', 'appeals'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles?: Role[];

  /** A disabled officer is signed out and signs in no more. */
  @IsOptional()
  @IsBoolean()
  isDisabled?: boolean;

  /** New password, at least 12 characters; also lifts a lock. */
  @IsOptional()
  @IsString()
  @MinLength(12)
  @MaxLength(256)
  password?: string;

  /** Forgets the officer's authenticator. */
  @IsOptional()
  @Equals(true)
  resetTotp?: true;
}

export class OfficerView extends SignedInOfficer {
  /** Until then every sign-in is refused; null if not locked. */
  @ApiProperty({ type: String, nullable: true, example: null })
  lockedUntil: string | null;

  /** Null while the officer may sign in. */
  @ApiProperty({ type: String, nullable: true, example: null })
  disabledAt: string | null;

  /** @example '2025-01-05T10:00:00.000+08:00' */
  createdAt: string;
}

/** Whose names. */
export class OfficerNamesQuery {
  /**
   * Ids of officers, separated by commas, at most 100; nobody's name if absent.
   * @example '01890a5d-ac96-774b-bcce-b302099a8057'
   */
  @IsOptional()
  @IsString()
  @MaxLength(100 * 37)
  @Matches(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:,[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}){0,99}$/i)
  ids?: string;
}

export class OfficerName {
  id: string;

  /** @example 'city-submitter' */
  username: string;

  /** @example '重庆市公安局(演示·设区的市级)' */
  organName: string;
}

export class OfficerPage {
  items: OfficerView[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: string | null;
}

export function officerView(officer: Officer): OfficerView {
  return Object.assign(signedInOfficer(officer), {
    lockedUntil: officer.lockedUntil === null ? null : shanghaiInstant(officer.lockedUntil),
    disabledAt: officer.disabledAt === null ? null : shanghaiInstant(officer.disabledAt),
    createdAt: shanghaiInstant(officer.createdAt),
  });
}

export function officerPage({ items, nextCursor }: Page<Officer>): OfficerPage {
  return { items: items.map(officerView), nextCursor };
}
