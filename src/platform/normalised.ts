import type { IdType, RowCode } from '../domain/designation.js';
import { normaliseCardNumber, normaliseIdentifier, normaliseName } from '../domain/identifiers.js';
import { isLocalDate, type LocalDate } from '../domain/period.js';
import { ValidationProblem } from './validation.js';

/** `validation-failed` for one field, by a code that is no rule of class-validator. */
export function faultAt(path: string, code: RowCode | 'isLocalDate' | 'isInstant'): ValidationProblem {
  return new ValidationProblem([{ path, constraint: code, limits: [] }]);
}

/**
 * The identifier of a request in its one spelling.
 *
 * @param path where the request has it, such as `subject`
 * @throws {Problem} `validation-failed` with the row code, for a number that can be nobody's
 */
export function normalisedIdentifier(
  said: { idType: IdType; idNumber: string },
  path: string,
): { idType: IdType; idNumber: string } {
  const found = normaliseIdentifier(said.idType, said.idNumber);
  if (!found.ok) throw faultAt(`${path}.idNumber`, found.code);
  return { idType: found.idType, idNumber: found.idNumber };
}

/** The name of a request in its one spelling. @throws {Problem} `validation-failed` if nothing is left of it */
export function normalisedName(said: string, path: string): string {
  const { name } = normaliseName(said);
  if (name === '') throw faultAt(path, 'MISSING_NAME');
  return name;
}

/** The card number of a request in its one spelling. @throws {Problem} `validation-failed` */
export function normalisedCardNumber(said: string, path: string): string {
  const { number, refusal } = normaliseCardNumber(said);
  if (refusal !== null) throw faultAt(path, refusal);
  return number;
}

/** A day of a request. @throws {Problem} `validation-failed` if it is not in the calendar */
export function normalisedDay(said: string, path: string): LocalDate {
  if (!isLocalDate(said)) throw faultAt(path, 'isLocalDate');
  return said;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** An instant of a request, ISO 8601 with offset, to the millisecond. @throws {Problem} `validation-failed` */
export function normalisedInstant(said: string, path: string): Date {
  const instant = new Date(said);
  // Date takes 30 February for 2 March: the day must be in the calendar.
  if (!INSTANT.test(said) || !isLocalDate(said.slice(0, 10)) || Number.isNaN(instant.getTime()))
    throw faultAt(path, 'isInstant');
  return instant;
}
