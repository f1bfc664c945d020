import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, Length, ValidateNested } from 'class-validator';
import type { Outcome } from '../../domain/decision.js';
import { ID_TYPES, type IdType } from '../../domain/designation.js';
import { AppealClockView } from '../appeals/appeal-views.dto.js';

export class StandingSubjectDto {
  /** @example "resident_id" */
  @IsIn(ID_TYPES)
  idType: IdType;

  /** In any spelling. @example "110101188001010011" */
  @IsString()
  @Length(1, 64)
  idNumber: string;
}

export class StandingRequest {
  /** Of a written notice or of an appeal; blanks and hyphens do not matter. @example "SS20260123456789" */
  @IsString()
  @Length(1, 64)
  receiptNo: string;

  @IsObject()
  @ValidateNested()
  @Type(() => StandingSubjectDto)
  subject: StandingSubjectDto;
}

export class StandingBasis {
  /** Id in `rules/sources.json`. @example "joint-measures-2024" */
  source: string;
  /** @example "F1" */
  article: string;
  title: string;
}

export class StandingMeasure {
  /** @example "bank.noncounter.outflow" */
  measure: string;
  title: string;
  /** Inclusive, Asia/Shanghai. @example "2024-12-10" */
  firstDay: string;
  /** To 24:00 Asia/Shanghai. @example "2026-12-10" */
  lastDay: string;
  /** 00:00 of the next day. @example "2026-12-11T00:00:00+08:00" */
  releaseAt: string;
}

export class StandingRemedy {
  organ: string;
  how: string;
}

export class StandingSanction {
  /** What an appeal is against. */
  id: string;
  /** Title of the regime. @example "联合惩戒办法(2024)" */
  regime: string;
  category: string;
  /** The organ that identified the person. */
  organ: string;
  documentNo: string | null;
  identifiedOn: string;
  /** `appealed`: an appeal is pending, it restricts on; `suspended`: its effect is suspended, it restricts nothing. */
  standing: 'standing' | 'appealed' | 'suspended';
  /** From when on its effect is suspended; instant, ISO 8601 with offset. */
  suspendedAt: string | null;
  /** Last day of its last measure, to 24:00 Asia/Shanghai. */
  lastDay: string;
  /** Those that have not ended. */
  measures: StandingMeasure[];
  basis: StandingBasis[];
  remedy: StandingRemedy;
}

export class StandingAnswer {
  /** @example "counter" */
  what: string;
  title: string;
  outcome: Outcome;
  /** What an institution would say; null where it says nothing against it. */
  tell: string | null;
  limits: string[];
}

export class StandingAppealStep {
  action: 'file' | 'accept' | 'verify' | 'uphold' | 'dismiss' | 'refuse' | 'withdraw';
  /** Instant, ISO 8601 with offset. */
  at: string;
}

export class StandingAppeal {
  receiptNo: string;
  kind: 'objection' | 'namesake' | 'wrong_number';
  state: 'filed' | 'accepted' | 'verified' | 'upheld' | 'dismissed' | 'refused' | 'withdrawn';
  sanctionId: string | null;
  /** Oldest first. */
  steps: StandingAppealStep[];
  /** Why it was decided so. */
  reasons: string | null;
  clocks: AppealClockView[];
}

export class StandingRelease {
  /** Release directives issued. */
  directives: number;
  /** Receipts they take from institutions. */
  receipts: number;
  /** Of these: those that came. */
  acknowledged: number;
}

export class StandingResponse {
  /** Instant, ISO 8601 with offset. */
  asOf: string;
  sanctions: StandingSanction[];
  /** What an institution would answer now, on typical occasions. Empty without a sanction in force. */
  works: StandingAnswer[];
  appeals: StandingAppeal[];
  /** How far institutions have acknowledged the release; null where nothing was released. */
  release: StandingRelease | null;
}
