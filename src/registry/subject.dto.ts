import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength, ValidateIf, ValidateNested } from 'class-validator';
import { ID_TYPES, type IdType, type SubjectKind } from '../domain/designation.js';

/** No run of digits that could be a resident ID: the purpose is kept for ever in the audit trail. */
const NO_IDENTIFIER = /^(?!.*(?<!\d)(\d{15}|\d{17}[\dXx])(?!\d)).*$/s;

export class IdentifierDto {
  /** @example "resident_id" */
  @IsIn(ID_TYPES)
  idType: IdType;

  /** In any spelling; 15 digits are the same person as their 18. @example "500230188004276798" */
  @IsString()
  @Length(1, 64)
  idNumber: string;
}

/** By identifier or by name, not both; always with a purpose. */
export class SubjectSearchRequest {
  @ValidateIf((request: SubjectSearchRequest) => request.name === undefined || request.identifier !== undefined)
  @ValidateNested()
  @Type(() => IdentifierDto)
  identifier?: IdentifierDto;

  /** The whole name. @example "尤静国" */
  @ValidateIf((request: SubjectSearchRequest) => request.identifier === undefined)
  @IsString()
  @Length(1, 200)
  name?: string;

  /** Why it is needed: kept in the audit trail, so no identifier numbers. @example "核对 2021 年名单" */
  @IsString()
  @Length(2, 200)
  @Matches(NO_IDENTIFIER)
  purpose: string;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}

export class RevealRequest {
  /** Why it is needed: kept in the audit trail, so no identifier numbers. @example "当面核对身份" */
  @IsString()
  @Length(2, 200)
  @Matches(NO_IDENTIFIER)
  purpose: string;
}

export class MaskedIdentifier {
  /** @example "resident_id" */
  idType: IdType;
  /** @example "500*************98" */
  idNumberMasked: string;
}

export class SubjectView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "person" */
  kind: SubjectKind;
  /** @example "尤**" */
  nameMasked: string;
  identifiers: MaskedIdentifier[];
}

export class SubjectPage {
  items: SubjectView[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export class RevealedIdentifier {
  /** @example "resident_id" */
  idType: IdType;
  /** @example "500230188004276798" */
  idNumber: string;
}

export class RevealedSubject {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "person" */
  kind: SubjectKind;
  /** The name first recorded. @example "尤静国" */
  name: string;
  identifiers: RevealedIdentifier[];
}
