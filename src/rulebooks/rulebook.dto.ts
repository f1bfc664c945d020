import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional, Matches } from 'class-validator';
import type { RulebookStanding } from '../domain/publication.js';
import { IsLocalDate } from '../platform/local-date.validator.js';
import type { RuleFiles } from '../rulebook/files.js';

/** The form of every hash of the contract. */
export const HASH = /^sha256:[0-9a-f]{64}$/;
const HASH_EXAMPLE = 'sha256:4d4e2d37aa2c1f4fcd1c1b5fc1d3e4bc2a0a5e9a9e1c8e3a37f1c1d9b7c6a512';

export class DiffQuery {
  /** Hash of the rulebook to compare with; absent: the one in force. */
  @IsOptional()
  @Matches(HASH)
  against?: string;
}

export class PublicationView {
  /** First day it is in force, in Asia/Shanghai. @example '2027-01-01' */
  effectiveFrom: string;
  /** @example '2026-11-22T10:00:00.000+08:00' */
  publishedAt: string;
  /** `officer:<uuid>`, or `system` for the first one. @example 'officer:01890a5d-ac96-774b-bcce-b302099a8057' */
  approver: string;
  /** What the approver signed; null for the first one. */
  diffHash: string | null;
  /** From which every decision knows it; null for the first one. @example 12 */
  revision: number | null;
}

export class RulebookSummary {
  /** Its name: the hash of the law in it. @example 'sha256:4d4e2d37aa2c1f4fcd1c1b5fc1d3e4bc2a0a5e9a9e1c8e3a37f1c1d9b7c6a512' */
  hash: string;
  /** `candidate`: never published; `published`: comes into force; `in_force`; `superseded`: no more, or never will. */
  state: RulebookStanding;
  /** `officer:<uuid>` who handed it in first, or `system`: the service found it in its folder. @example 'system' */
  author: string;
  /** @example '2026-11-22T10:00:00.000+08:00' */
  submittedAt: string | null;
  source: 'upload' | 'folder' | null;
  /** The last one of it; null for a candidate. */
  publication: PublicationView | null;
}

export class RulebookPage {
  items: RulebookSummary[];
  nextCursor: string | null;
}

export class RulebookResponse extends RulebookSummary {
  /** The first day any of its regimes governs; no question before it is answered. @example '2017-01-01' */
  firstDay: string;
  /** The law: path below `rules/` → JSON. What a candidate is made of. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  files: RuleFiles;
  /** The golden cases that came with it: path → JSON. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  cases: RuleFiles;
}

export class ChangeView {
  /** @example 'cn-joint-2024/bank/outflow' */
  id: string;
  change: 'added' | 'removed' | 'changed';
  /** As it was; absent for what is new. */
  @ApiProperty({ required: false })
  before?: unknown;
  /** As it is; absent for what is gone. */
  @ApiProperty({ required: false })
  after?: unknown;
}

export class DiffResponse {
  /** @example 'sha256:4d4e2d37aa2c1f4fcd1c1b5fc1d3e4bc2a0a5e9a9e1c8e3a37f1c1d9b7c6a512' */
  rulebook: string;
  /** The rulebook it is compared with. */
  against: string;
  /** By path below `rules/`. */
  files: ChangeView[];
  /** Regimes without their measures. */
  regimes: ChangeView[];
  /** By rule id. */
  rules: ChangeView[];
  /** Named conditions, as `<regime>/<name>`. */
  conditions: ChangeView[];
  parameters: ChangeView[];
  /** Measures of regimes with their terms, as `<regime>/<measure>`. */
  measures: ChangeView[];
  /** As `questions/<id>`, `measures/<id>` … */
  catalogue: ChangeView[];
  sources: ChangeView[];
}

export class PublishDto {
  /** First day it shall be in force, in Asia/Shanghai; today or later. @example '2027-01-01' */
  @IsLocalDate()
  effectiveFrom: string;

  /** `diffHash` of a what-if of this rulebook for the same day, at most 24 hours old: what you sign. */
  @ApiProperty({ example: HASH_EXAMPLE })
  @Matches(HASH)
  diffHash: string;

  /** Lets a mass change pass; only an approver of province level or above may. @example false */
  @IsOptional()
  @IsBoolean()
  confirmMassChange?: boolean;
}

export class PublishResponse extends RulebookSummary {
  /** From this revision on every decision knows it; decisions change on the effective day. @example 12 */
  revision: number;
  /** Rulebooks that were to come into force and now will not. */
  displaced: string[];
}
