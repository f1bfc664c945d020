import type { LocalDate } from '../domain/period.js';
import type { ConditionValue, ParameterValue, Rulebook } from './rulebook.js';

/**
 * The entry of a parameter in force on a day: the latest whose `from` is not after it.
 *
 * @returns undefined before the first entry, and for an id the rulebook does not know
 */
export function parameterEntry(rulebook: Rulebook, id: string, day: LocalDate): ParameterValue | undefined {
  const entries = rulebook.parameters.get(id)?.values ?? [];
  return entries
    .filter((entry) => entry.from <= day)
    .toSorted((left, right) => (left.from < right.from ? -1 : 1))
    .at(-1);
}

/** Whether no rule reads a parameter, but the service itself: what it asks of institutions (`enforcement.…`). */
export function isReadByTheService(id: string): boolean {
  return id.startsWith('enforcement.');
}

/** All parameters that have a read value on a day. What is unknown (mark N) is absent, so that nothing can compare with it. */
export function parametersOn(rulebook: Rulebook, day: LocalDate): ReadonlyMap<string, ConditionValue> {
  const values = new Map<string, ConditionValue>();
  for (const id of rulebook.parameters.keys()) {
    const value = parameterEntry(rulebook, id, day)?.value;
    if (value !== undefined) values.set(id, value);
  }
  return values;
}

/**
 * A whole number of the law on a day: a term, a threshold, a cap.
 *
 * @throws {Error} if it is not a number on that day; the checker refuses such a rulebook
 */
export function numberOn(rulebook: Rulebook, id: string, day: LocalDate): number {
  const value = parameterEntry(rulebook, id, day)?.value;
  if (typeof value !== 'number') throw new Error(`parameter ${id} has no number on ${day}`);
  return value;
}

/** Whether an interpretation is switched on on a day. One that has no value is off: nothing rests on it. */
export function isInterpretationOn(rulebook: Rulebook, id: string, day: LocalDate): boolean {
  return parameterEntry(rulebook, id, day)?.value === true;
}
