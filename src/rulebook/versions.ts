import { dayAfter } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { isInterpretationOn } from './parameters.js';
import type { DecisionRule, IntakeRule, Rulebook, RuleVersion } from './rulebook.js';

/** The version of a rule in force on a day; undefined before the first, and after one that ends. */
export function versionOn(rule: IntakeRule | DecisionRule, day: LocalDate): RuleVersion | undefined {
  const latest = rule.versions
    .filter((version) => version.from <= day)
    .toSorted((left, right) => (left.from < right.from ? -1 : 1))
    .at(-1);
  return latest?.to !== undefined && latest.to < day ? undefined : latest;
}

/** Rules that say something on a day: a version is in force, and every interpretation they rest on is switched on. */
export function rulesInForce<R extends IntakeRule | DecisionRule>(
  rulebook: Rulebook,
  rules: readonly R[],
  day: LocalDate,
): { rule: R; version: RuleVersion }[] {
  return rules.flatMap((rule) => {
    const version = versionOn(rule, day);
    if (version === undefined) return [];
    const isHeld = (rule.interpretations ?? []).every((id) => isInterpretationOn(rulebook, id, day));
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
