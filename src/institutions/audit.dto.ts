import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { localDate, shanghaiInstant } from '../domain/period.js';
import type { TrailEntry, TrailPage, TrailQuery } from '../platform/audit-trail.js';
import type { ChainReport } from '../platform/hash-chain.js';
import { IsLocalDate } from '../platform/local-date.validator.js';
import { PageQueryDto } from '../platform/page-query.dto.js';

export class AuditQuery extends PageQueryDto {
  /**
   * Who: `officer:<uuid>`, `client:<id>` or `system`.
   * @example 'system'
   */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  actor?: string;

  /**
   * What was done.
   * @example 'list.approved'
   */
  @IsOptional()
  @Matches(/^[a-z0-9_.-]{1,100}$/)
  what?: string;

  /**
   * To what: `<table>:<id>`.
   * @example 'sanction_list:01890a5d-ac96-774b-bcce-b302099a8057'
   */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  object?: string;

  /**
   * First day, in Asia/Shanghai.
   * @example '2025-01-01'
   */
  @IsOptional()
  @IsLocalDate()
  from?: string;

  /**
   * Last day, in Asia/Shanghai.
   * @example '2025-12-31'
   */
  @IsOptional()
  @IsLocalDate()
  to?: string;
}

export class AuditEntryView {
  /** @example 42 */
  seq: number;

  /** @example '2025-01-05T10:00:00.000+08:00' */
  at: string;

  /** @example 'officer:01890a5d-ac96-774b-bcce-b302099a8057' */
  actor: string;

  /** @example 'list.approved' */
  what: string;

  /** @example 'sanction_list:01890a5d-ac96-774b-bcce-b302099a8057' */
  object: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { revision: 7 } })
  detail: Readonly<Record<string, string | number | boolean | null>>;

  /** SHA-256 over the previous hash and this entry, hexadecimal. */
  hash: string;
}

export class AuditPage {
  items: AuditEntryView[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: string | null;
}

export class ChainFindingView {
  @ApiProperty({
    enum: [
      'altered',
      'removed',
      'reordered',
      'tail-removed',
      'head-differs',
      'chain-removed',
      'chain-unknown',
      'anchor-altered',
      'anchor-removed',
      'anchor-differs',
    ],
    example: 'altered',
  })
  kind: string;

  /** Which chain of the decision log, where each writing process has its own. */
  chain?: string;

  /** @example 41 */
  seq: number;

  /** @example 41 */
  lastSeq: number;
}

export class ChainHeadView {
  /** @example 42 */
  seq: number;

  /** Note it elsewhere: whoever holds it notices a chain that was rewritten as a whole. */
  @ApiProperty({ example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' })
  hash: string;
}

export class ChainReportView {
  /** @example 'audit' */
  chain: string;

  intact: boolean;

  /** @example 42 */
  rows: number;

  head: ChainHeadView;

  @ApiProperty({ type: [ChainFindingView], example: [] })
  findings: ChainFindingView[];
}

export class AuditVerification {
  /** Whether all chains are as they were written. */
  intact: boolean;

  chains: ChainReportView[];
}

export function trailQuery({ from, to, ...query }: AuditQuery): TrailQuery {
  return {
    ...query,
    ...(from === undefined ? {} : { from: localDate(from) }),
    ...(to === undefined ? {} : { to: localDate(to) }),
  };
}

export function auditPage({ items, nextCursor }: TrailPage): AuditPage {
  return { items: items.map(entryView), nextCursor };
}

export function auditVerification(reports: Readonly<Record<string, ChainReport<string>>>): AuditVerification {
  const chains = Object.entries(reports).map(([chain, report]) => ({ chain, ...report }));
  return { intact: chains.every((chain) => chain.intact), chains };
}

function entryView({ seq, at, actor, what, object, detail, hash }: TrailEntry): AuditEntryView {
  return { seq, at: shanghaiInstant(at), actor, what, object, detail, hash: hash.toString('hex') };
}
