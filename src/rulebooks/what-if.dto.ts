import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { Outcome } from '../domain/decision.js';
import { OUTCOMES } from '../domain/decision.js';
import { IsLocalDate } from '../platform/local-date.validator.js';
import type { Situation } from '../rulebook/standard-questions.js';
import type {
  DayReport,
  Effect,
  GeneralChange,
  SubjectCounts,
  Transition,
  WhatIfReport,
} from '../rulebook/what-if-report.js';
import type { WhatIfState } from './what-if.entity.js';

const SITUATION = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'What the standard question says of the occasion; what is absent was not said',
  example: { channel: 'online', purpose: 'transfer' },
} as const;

export class WhatIfDto {
  /** The day it would come into force, in Asia/Shanghai; absent: today. @example '2027-01-01' */
  @IsOptional()
  @IsLocalDate()
  effectiveFrom?: string;
}

export class SubjectCountsView implements SubjectCounts {
  /** Whose answer becomes stricter. @example 12 */
  restricted: number;
  /** Whose answer becomes milder. @example 3 */
  released: number;
  /** Whose answer stays, on other grounds. @example 40 */
  changed: number;
}

export class AffectedView extends SubjectCountsView {
  /** In any way, each counted once. @example 51 */
  affected: number;
}

export class SamplesView {
  /** Ids of subjects, at most 20. */
  restricted: string[];
  released: string[];
  changed: string[];
}

export class TransitionView implements Transition {
  @ApiProperty(SITUATION)
  situation: Situation;
  @ApiProperty({ enum: OUTCOMES })
  from: Outcome;
  @ApiProperty({ enum: OUTCOMES })
  to: Outcome;
  /** @example 12 */
  subjects: number;
}

export class QuestionEffectView extends SubjectCountsView {
  /** @example 'bank_account.outflow' */
  question: string;
  transitions: TransitionView[];
}

export class RegimeEffectView {
  /** @example 'cn-joint-2024' */
  regime: string;
  /** Subjects affected that have a sanction of the regime. @example 51 */
  subjects: number;
}

export class RuleDifferenceView {
  /** @example 'cn-joint-2024/bank/outflow' */
  rule: string;
  /** The rule enters answers, leaves them, or stands in them otherwise. */
  how: 'added' | 'removed' | 'altered';
  /** What it rests on, as `<source>#<article>`. @example ["joint-measures-2024#F1"] */
  articles: string[];
}

export class RuleEffectView extends RuleDifferenceView {
  /** @example 51 */
  subjects: number;
}

export class EffectView implements Effect {
  subjects: AffectedView;
  samples: SamplesView;
  questions: QuestionEffectView[];
  regimes: RegimeEffectView[];
  /** Why: most subjects first. */
  rules: RuleEffectView[];
}

export class GeneralChangeView implements GeneralChange {
  /** @example 'bank_account.outflow' */
  question: string;
  @ApiProperty(SITUATION)
  situation: Situation;
  @ApiProperty({ enum: OUTCOMES })
  from: Outcome;
  @ApiProperty({ enum: OUTCOMES })
  to: Outcome;
  rules: RuleDifferenceView[];
}

export class UnansweredView {
  /** @example 0 */
  subjects: number;
  samples: string[];
  /** Sentences about the rulebook. */
  errors: string[];
}

export class DayReportView implements Omit<DayReport, 'day'> {
  /** The day all standard questions were asked on. @example '2027-01-01' */
  day: string;
  /** Groups of subjects whose sanctions the rules cannot tell apart; each was asked about once. @example 310 */
  classes: number;
  /** What the publication itself changes: the rules of decisions. Sanctions keep the terms of their approval. */
  byPublication: EffectView;
  /** What would change if the terms of all sanctions were computed anew besides; null where no last day would move. */
  @ApiProperty({ type: EffectView, nullable: true })
  withTermsAnew: EffectView | null;
  /** What changes for everybody, also without a sanction. */
  withoutSanction: GeneralChangeView[];
  /** About whom the rulebook could not answer; it cannot be published then. */
  unanswered: UnansweredView;
}

export class CatalogueChangeView {
  added: string[];
  removed: string[];
}

export class TermChangeView {
  /** Regimes whose law of terms changes. */
  regimes: string[];
  /** Sanctions whose last days would be earlier if they were computed anew. @example 0 */
  shortened: number;
  /** @example 0 */
  lengthened: number;
  /** @example 0 */
  uncomputable: number;
}

export class WhatIfReportView implements Omit<WhatIfReport, 'days'> {
  /** The effective day, then days on which the rulebooks come to differ otherwise. */
  days: DayReportView[];
  /** Sanctioned subjects that were asked about. @example 1000 */
  subjects: number;
  /** @example 1100 */
  sanctions: number;
  /** Questions asked about each. @example 350 */
  standardQuestions: number;
  /** Questions only one of the catalogues knows. */
  questions: CatalogueChangeView;
  terms: TermChangeView;
  /** Most subjects affected on any of the days, with or without terms computed anew: what the limit of a mass change is held against. */
  mostAffected: number;
  /** Of the books that were read. @example 12 */
  revision: number;
}

export class WhatIfProgressView {
  /** @example 500 */
  sanctionsRead: number;
  /** Null until they are counted. @example 1000 */
  sanctionsTotal: number | null;
}

export class WhatIfResponse {
  /** @example '0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d' */
  id: string;
  /** Hash of the rulebook it is about. */
  rulebook: string;
  /** Hash of the rulebook in force on the effective day without it. */
  against: string;
  /** @example '2027-01-01' */
  effectiveFrom: string;
  state: WhatIfState;
  /** `officer:<uuid>` */
  requestedBy: string;
  /** @example '2026-11-22T10:00:00.000+08:00' */
  requestedAt: string;
  finishedAt: string | null;
  progress: WhatIfProgressView;
  /** What the approver signs: a hash over everything the report says. Null until it is done. */
  diffHash: string | null;
  /** Whether publication needs the confirmation of an approver of province level or above; null until it is done. */
  isMassChange: boolean | null;
  @ApiProperty({ type: WhatIfReportView, nullable: true })
  report: WhatIfReportView | null;
}

export class WhatIfList {
  /** The last 50, newest first. */
  items: WhatIfResponse[];
}
