import { localDateOf, releaseInstant } from '../../domain/period.js';
import { workingDayAfter } from '../../domain/working-day.js';
import { parameterEntry } from '../../rulebook/parameters.js';
import type { Rulebook } from '../../rulebook/rulebook.js';

/** What is waited for: imposing a measure, releasing it, an emergency order on a card, verifying a silent phone card. */
export type ServiceTarget = 'impose' | 'release' | 'order' | 'verify';

const PARAMETERS: Readonly<Record<ServiceTarget, string>> = {
  impose: 'enforcement.target.impose',
  release: 'enforcement.target.release',
  order: 'enforcement.target.order',
  verify: 'cards.second-verification',
};

const MS_OF_AN_HOUR = 3_600_000;

/**
 * By when an institution is to have answered a directive: hours run from the minute of issue; working days end at 24:00 in
 * Shanghai, the day of issue not counted.
 *
 * These are operational targets of ours, but for the 24 hours of the second verification. How long the law gives an
 * institution (`cn-joint-2024.execution-deadline`) nobody has read.
 *
 * @param rulebook the one in force at the issue; the value of the day of issue counts
 * @returns null where the rulebook names no target on that day
 * @see rules/parameters/limits.json `enforcement.target.*`
 */
export function dueAt(rulebook: Rulebook, target: ServiceTarget, issuedAt: Date): Date | null {
  const id = PARAMETERS[target];
  const day = localDateOf(issuedAt);
  const value = parameterEntry(rulebook, id, day)?.value;
  if (typeof value !== 'number') return null;
  const unit = rulebook.parameters.get(id)?.unit;
  if (unit === 'hours') return new Date(issuedAt.getTime() + value * MS_OF_AN_HOUR);
  if (unit === 'working_days') return new Date(releaseInstant(workingDayAfter(day, value)));
  throw new Error(`${id} is neither in hours nor in working days`);
}
