import type { IdType, SubjectIdentity } from '../domain/designation.js';
import { type NormalisedIdentifier, normaliseIdentifier, normaliseName } from '../domain/identifiers.js';
import { remembered } from './remembered.js';
import type { RowReading } from './row-reading.js';
import { plainText, readIdType, readSubjectKind } from './written-values.js';

const idTypeOf = remembered(readIdType, 1000);
const subjectKindOf = remembered(readSubjectKind, 1000);

/**
 * Who a row is about. Refusals in this order: kind, type and number of the identifier, name.
 *
 * @param field name of the subject in the API: `subject`, `holder`
 * @returns null after a refusal
 */
export function readSubject(row: RowReading, field: string): SubjectIdentity | null {
  const statedKind = row.optional('subjectKind', `${field}.kind`, subjectKindOf);
  const identifier = readIdentifier(row, `${field}.`, statedKind === 'unit' ? 'uscc' : undefined);
  const { name, notes } = normaliseName(row.raw('name'));
  row.note(notes);
  if (plainText(name) === '') row.refuse('MISSING_NAME', `${field}.name`);
  if (identifier === null) return null;

  const kind = identifier.idType === 'uscc' ? 'unit' : 'person';
  // A company with a person's identifier is one of the two, and only the office knows which.
  if (statedKind !== undefined && statedKind !== kind) row.refuse('INVALID_FIELD', `${field}.kind`);
  return { kind, idType: identifier.idType, idNumber: identifier.idNumber, name };
}

/**
 * The identifier of a row. Without a stated type it is a resident ID, or a USCC where only that makes sense.
 *
 * @param prefix of its fields in the API: `subject.`, or nothing
 * @param implied the type if none is stated
 */
export function readIdentifier(
  row: RowReading,
  prefix: string,
  implied?: IdType,
): { idType: IdType; idNumber: string } | null {
  const stated = row.optional('idType', `${prefix}idType`, idTypeOf) ?? implied;
  const raw = row.raw('idNumber');
  const identifier = plainText(raw) === '' ? null : identifierOf(stated, raw);
  if (identifier === null) {
    row.refuse('MISSING_FIELD', `${prefix}idNumber`);
    return null;
  }
  row.note(identifier.notes);
  if (identifier.ok) return identifier;
  row.refuse(identifier.code, `${prefix}idNumber`);
  return null;
}

function identifierOf(stated: IdType | undefined, raw: string): NormalisedIdentifier {
  const identifier = normaliseIdentifier(stated ?? 'resident_id', raw);
  if (identifier.ok || stated !== undefined) return identifier;
  const ofUnit = normaliseIdentifier('uscc', raw);
  return ofUnit.ok ? ofUnit : identifier;
}
