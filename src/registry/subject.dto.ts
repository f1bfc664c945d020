import { IsIn, IsString, Length, Matches } from 'class-validator';
import { ID_TYPES, type IdType, type SubjectKind } from '../domain/designation.js';

const DIGIT = '[0-9０-９]';
const RESIDENT_ID = `(?<!${DIGIT})(${DIGIT}{15}|${DIGIT}{17}[0-9０-９XxＸｘ])(?!${DIGIT})`;
/** Behind a letter such a run is the number of a case or a document. */
const PHONE_OR_CARD = `(?<![A-Za-z0-9０-９])([1１][3-9３-９]${DIGIT}{9}|${DIGIT}{16,19})(?!${DIGIT})`;
/** No run of digits that could be a number of somebody: the purpose is kept for ever in the audit trail. */
export const NO_IDENTIFIER = new RegExp(`^(?!.*${RESIDENT_ID})(?!.*${PHONE_OR_CARD}).*$`, 's');

export class IdentifierDto {
  /** @example "resident_id" */
  @IsIn(ID_TYPES)
  idType: IdType;

  /** In any spelling; 15 digits are the same person as their 18. @example "500230188004276798" */
  @IsString()
  @Length(1, 64)
  idNumber: string;
}

/** Why somebody looks. */
export class RevealRequest {
  /** Why it is needed: kept in the audit trail, so no identifier, phone or card numbers. @example "当面核对身份" */
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
