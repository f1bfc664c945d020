import { ValidateIf } from 'class-validator';

/** The field may be missing; `null` is no way to leave it out. (For class-validator's `IsOptional` it is.) */
export function IfPresent(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}
