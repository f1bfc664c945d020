import { dayAfter, dayBefore } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { isInterpretationOn } from './parameters.js';
import type { DecisionRule, IntakeRule, Rulebook, RuleVersion } from './rulebook.js';

/** The version of a rule in force on a day; undefined before the first, and after one that ends. */
export function versionOn(rule: { versions: readonly RuleVersion[] }, day: LocalDate): RuleVersion | undefined {
  const latest = rule.versions
    .filter((version) => version.from <= day)
    .toSorted((left, right) => (left.from < right.from ? -1 : 1))
    .at(-1);
  return latest?.to !== undefined && latest.to < day ? undefined : latest;
}

/** The last day of a version: its own, else the day before the next one; undefined if it goes on. */
export function lastDayOfVersion({ versions }: IntakeRule | DecisionRule, version: RuleVersion): LocalDate | undefined {
  const next = versions
    .map(({ from }) => from)
    .filter((from) => from > version.from)
    .toSorted()[0];
  return version.to ?? (next === undefined ? undefined : dayBefore(next));
}

/**
 * Rules that say something on a day: a version is in force, every interpretation they rest on is switched on, and of those
 * they are the other reading of, one is switched off.
 */
export function rulesInForce<R extends IntakeRule | DecisionRule>(
  rulebook: Rulebook,
  rules: readonly R[],
  day: LocalDate,
): { rule: R; version: RuleVersion }[] {
  return rules.flatMap((rule) => {
    const version = versionOn(rule, day);
    if (version === undefined) return [];
    const isOn = (id: string): boolean => isInterpretationOn(rulebook, id, day);
    const isReplaced = rule.unless?.every(isOn) ?? false;
    const isHeld = !isReplaced && (rule.interpretations ?? []).every(isOn);
    return isHeld ? [{ rule, version }] : [];
  });
}

/** Every day on which a rule or a parameter may say something new, ascending. */
export function changesOf(rulebook: Rulebook, rules: readonly (IntakeRule | DecisionRule)[]): LocalDate[] {
  const days = new Set<LocalDate>();
  for (const { from, to } of rules.flatMap((rule) => rule.versions)) {
    days.add(from);
    if (to !== undefined) days.add(dayAfter(to));
  }
  for (const parameter of rulebook.parameters.values()) {
    for (const entry of parameter.values) days.add(entry.from);
  }
  return [...days].toSorted();
}
