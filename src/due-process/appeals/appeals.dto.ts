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
import { APPEAL_KINDS, type AppealKind } from '../../domain/appeal.js';
import { ID_TYPES, type IdType, type SubjectKind } from '../../domain/designation.js';
import { IfPresent } from '../../platform/if-present.validator.js';

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
