import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  ValidateNested,
} from 'class-validator';
import { APPEAL_KINDS, APPEAL_STATES, type AppealKind, type AppealState } from '../../domain/appeal.js';
import type { Mark } from '../../domain/decision.js';
import { ID_TYPES, type IdType, type SubjectKind } from '../../domain/designation.js';
import { IfPresent } from '../../platform/if-present.validator.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';

export class AppellantDto {
  /** @example "person" */
  @IfPresent()
  @IsIn(['person', 'unit'])
  kind?: SubjectKind;

  /** @example "resident_id" */
  @IsIn(ID_TYPES)
  idType: IdType;

  /** In any spelling. @example "110101188001010011" */
  @IsString()
  @Length(1, 64)
  idNumber: string;

  /** @example "赵试" */
  @IfPresent()
  @IsString()
  @Length(1, 200)
  name?: string;
}

/** An appeal is against one sanction. A namesake or a wrong number need not be against any. */
export class FileAppealRequest {
  @IsObject()
  @ValidateNested()
  @Type(() => AppellantDto)
  subject: AppellantDto;

  /** May be left out where the person has one only. */
  @IfPresent()
  @IsUUID()
  sanctionId?: string;

  /**
   * `objection` (default): the designation is wrong; `namesake`: it means somebody else of the same name; `wrong_number`: the
   * identifier or the name was written down wrongly. @example "namesake"
   */
  @IfPresent()
  @IsIn(APPEAL_KINDS)
  kind?: AppealKind;

  /** What the person says; encrypted at rest. @example "本人从未出租银行账户,系与他人同名" */
  @IsString()
  @Length(1, 10_000)
  grounds: string;

  /** What is handed in with it, one text each. @example ["身份证复印件", "户籍证明"] */
  @IfPresent()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 2000, { each: true })
  evidence?: string[];

  /** How the person is reached; encrypted at rest. @example "由代理人转交" */
  @IfPresent()
  @IsString()
  @Length(1, 500)
  contact?: string;
}

export class AcceptAppealRequest {
  /** Whether the sanction shall restrict nothing until the appeal is decided. @example true */
  @IfPresent()
  @IsBoolean()
  suspendEffect?: boolean;

  /** @example "材料齐全" */
  @IfPresent()
  @IsString()
  @Length(1, 2000)
  remark?: string;
}

export class VerifyAppealRequest {
  /** What was found out. @example "调取开户影像,开户人并非申诉人" */
  @IsString()
  @Length(1, 10_000)
  finding: string;
}

export class AppealReasonsRequest {
  /** @example "核查属实" */
  @IsString()
  @Length(1, 10_000)
  reasons: string;
}

export class AppealRemarkRequest {
  /** @example "申诉人撤回" */
  @IsString()
  @Length(1, 2000)
  remark: string;
}

export class RightSubjectDto {
  /** @example "person" */
  @IsIn(['person', 'unit'])
  kind: SubjectKind;

  /** @example "resident_id" */
  @IsIn(ID_TYPES)
  idType: IdType;

  /** In any spelling. @example "110101188001010011" */
  @IsString()
  @Length(1, 64)
  idNumber: string;

  /** @example "赵试" */
  @IsString()
  @Length(1, 200)
  name: string;
}

export class CorrectionDto {
  /** Whom the designation is really about. */
  @IsObject()
  @ValidateNested()
  @Type(() => RightSubjectDto)
  subject: RightSubjectDto;
}

export class UpholdAppealRequest extends AppealReasonsRequest {
  /** Of a namesake or a wrong number: a draft list has the same designation for the right subject. */
  @IfPresent()
  @IsObject()
  @ValidateNested()
  @Type(() => CorrectionDto)
  correction?: CorrectionDto;
}

export class AppealPreviewQuery {
  /** Which decision: `uphold` (the default) annuls the sanction, `accept_suspended` suspends its effect. @example "uphold" */
  @IsOptional()
  @IsIn(['uphold', 'accept_suspended'])
  action: 'uphold' | 'accept_suspended' = 'uphold';
}

export class AppealQuery extends PageQueryDto {
  /** @example "filed" */
  @IfPresent()
  @IsIn(APPEAL_STATES)
  state?: AppealState;

  /** @example "objection" */
  @IfPresent()
  @IsIn(APPEAL_KINDS)
  kind?: AppealKind;

  /** Code of the organ that identified the subject. @example "500000" */
  @IfPresent()
  @IsString()
  @Length(1, 64)
  organ?: string;
}

export class AppealClockView {
  step: 'acceptance' | 'verification' | 'reply' | 'lifting';
  /** Null: the law sets a limit that nobody here has read, and none is invented. @example null */
  days: number | null;
  /** The day the limit is counted from, Asia/Shanghai; null until that step is taken. @example "2026-03-02" */
  startedOn: string | null;
  /** Last day of the limit, Asia/Shanghai. @example null */
  dueOn: string | null;
  /** Id in `rules/sources.json`. @example "joint-measures-2024" */
  source: string;
  /** @example "14-16" */
  article: string | null;
  /** Source and article in words. @example "《电信网络诈骗及其关联违法犯罪联合惩戒办法》第十四条至第十六条" */
  title: string;
  /** How the text was read: V wording, P official statement, S secondary, I interpretation, N unread. @example "N" */
  mark: Mark;
  note: string;
}

export class AppellantView {
  idType: IdType;
  /** @example "110*************11" */
  idNumberMasked: string;
  /** @example "赵*" */
  nameMasked: string | null;
  /** Officers find the person with it; null where nobody has recorded him. */
  subjectId: string | null;
}

export class AppealedOrganView {
  /** @example "500000" */
  code: string;
  level: 'county' | 'city' | 'province' | 'ministry';
  name: string;
}

export class AppealResponse {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** With it and the identifier the person sees how the case stands: `POST /v1/standing`. @example "SS20260123456789" */
  receiptNo: string;
  kind: AppealKind;
  state: AppealState;
  subject: AppellantView;
  sanctionId: string | null;
  /** Of the sanction. @example "cn-joint-2024" */
  regime: string | null;
  /** Which identified the subject. */
  organ: AppealedOrganView | null;
  /** Working days since it was filed, until it was decided; the day of filing does not count. @example 3 */
  workingDaysOpen: number;
  /** Last day of the time limit that runs now, Asia/Shanghai; null where none does, or nobody has read how long it is. @example null */
  dueOn: string | null;
  /** Instant, ISO 8601 with offset. */
  filedAt: string;
  /** From when on the sanction restricts nothing, where the appeal suspends its effect. */
  suspendedAt: string | null;
  /** The newest revision from which decisions know of the appeal. @example 12 */
  revision: number | null;
  /** Draft list with the same designation for the right subject. */
  correctionListId: string | null;
  clocks: AppealClockView[];
}

export class AppealPage {
  /** Oldest first. */
  items: AppealResponse[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** How many there are in each state, by the other filters. */
  counts: AppealCounts;
}

export class AppealCounts {
  /** @example 2 */
  filed: number;
  accepted: number;
  verified: number;
  upheld: number;
  dismissed: number;
  refused: number;
  withdrawn: number;
}

export class AppealedSanctionView {
  id: string;
  /** Officers find its timeline with it. */
  subjectId: string;
  regime: string;
  category: string;
  ground: string;
  standing: 'standing' | 'appealed' | 'suspended' | 'lifted' | 'annulled';
  identifiedOn: string;
  startsOn: string;
  /** Of its last measure; null of an annulled one. */
  lastDay: string | null;
  organ: AppealedOrganView;
  documentNo: string | null;
}

export class AppealStepView {
  action: 'file' | 'accept' | 'verify' | 'uphold' | 'dismiss' | 'refuse' | 'withdraw';
  /** Remark, finding or reasons. */
  text: string | null;
  officerId: string;
  /** Instant, ISO 8601 with offset. */
  at: string;
  revision: number | null;
}

export class OutstandingReleaseView {
  institutionId: string;
  /** @example "demo-bank-a" */
  code: string;
  name: string;
  /** Release directives it has not acknowledged. */
  directives: number;
}

export class InstitutionReleaseView {
  institutionId: string;
  /** @example "demo-bank-a" */
  code: string;
  name: string;
  /** Release directives that address it. */
  directives: number;
  /** Of these: done, or nothing was found to release. */
  acknowledged: number;
}

export class ReleaseProgressView {
  /** Release directives issued. */
  directives: number;
  /** Receipts they take: one for each institution that a directive addresses. */
  receipts: number;
  acknowledged: number;
  outstanding: OutstandingReleaseView[];
  /** Every institution that was told, by its code. */
  institutions: InstitutionReleaseView[];
}

export class AppealCaseResponse extends AppealResponse {
  grounds: string;
  evidence: string[];
  contact: string | null;
  sanction: AppealedSanctionView | null;
  /** Oldest first. */
  history: AppealStepView[];
  /** Once its effect is suspended or it is upheld; null if what was released is imposed again. */
  releases: ReleaseProgressView | null;
}
