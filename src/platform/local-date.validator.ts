import { ValidateBy } from 'class-validator';
import { isLocalDate } from '../domain/period.js';

/** The field is a day that exists, `YYYY-MM-DD`. */
export function IsLocalDate(): PropertyDecorator {
  return ValidateBy({
    name: 'isLocalDate',
    validator: { validate: (value: unknown) => typeof value === 'string' && isLocalDate(value) },
  });
}
