import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { ORGAN_LEVELS } from '../domain/designation.js';
import type { OrganLevel } from '../domain/designation.js';
import { shanghaiInstant } from '../domain/period.js';
import { regionName } from '../domain/region.js';
import type { Institution } from './institution.entity.js';
import type { NewInstitution } from './institutions.service.js';
import type { Page } from './page.js';
import { INSTITUTION_KINDS } from './principal.js';
import type { InstitutionKind } from './principal.js';

export class NewInstitutionRequest {
  /**
   * Stable code, named by files and clients: lower-case letters, digits and dashes.
   * @example 'bank-of-the-river'
   */
  @IsString()
  @Matches(/^[a-z0-9][a-z0-9-]{2,63}$/)
  code: string;

  @ApiProperty({ enum: INSTITUTION_KINDS, example: 'bank' })
  @IsIn(INSTITUTION_KINDS)
  kind: InstitutionKind;

  /** Of a police organ, and only of one. */
  @ApiProperty({ enum: ORGAN_LEVELS, required: false, nullable: true, example: null })
  @IsOptional()
  @IsIn(ORGAN_LEVELS)
  level?: OrganLevel | null;

  /**
   * GB/T 2260 code in force, six digits.
   * @example '500000'
   */
  @IsString()
  @Matches(/^\d{6}$/)
  region: string;

  /** @example '江河银行' */
  @IsString()
  @Length(1, 100)
  name: string;
}

export class InstitutionView {
  /** @example '01890a5d-ac96-774b-bcce-b302099a8057' */
  id: string;

  /** @example 'demo-bank-a' */
  code: string;

  @ApiProperty({ enum: INSTITUTION_KINDS, example: 'bank' })
  kind: InstitutionKind;

  /** Only a police organ has one. */
  @ApiProperty({ enum: ORGAN_LEVELS, nullable: true, example: null })
  level: OrganLevel | null;

  /**
   * GB/T 2260 code.
   * @example '500000'
   */
  region: string;

  /** In Chinese; the code where it has none. @example '重庆市' */
  regionName: string;

  /** @example '演示银行甲' */
  name: string;

  /** @example '2025-01-05T10:00:00.000+08:00' */
  createdAt: string;
}

export class InstitutionPage {
  items: InstitutionView[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: string | null;
}

export function newInstitution({ code, kind, level, region, name }: NewInstitutionRequest): NewInstitution {
  return { code, kind, level: level ?? null, region, name };
}

export function institutionView({ id, code, kind, level, region, name, createdAt }: Institution): InstitutionView {
  return {
    id,
    code,
    kind,
    level,
    region,
    regionName: regionName(region) ?? region,
    name,
    createdAt: shanghaiInstant(createdAt),
  };
}

export function institutionPage({ items, nextCursor }: Page<Institution>): InstitutionPage {
  return { items: items.map(institutionView), nextCursor };
}
