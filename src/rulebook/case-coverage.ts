import { dayAfter, dayBefore } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import type { CaseResult, Observation } from './cases.js';
import type { ParsedFiles } from './files.js';
import { below, finding } from './finding.js';
import type { Finding, Place } from './finding.js';
import type { DecisionRule, IntakeRule, RuleVersion } from './rulebook.js';

/**
 * The cases every version of every rule must have: one in which it fires, one in which it does not, one in which it fires
 * on its first day, and one on the day before.
 *
 * A rule about what follows a term has its first day on the day after the last day of a term. An intake rule without
 * conditions has no case in which it does not fire.
 */
export function checkCoverage(parsed: ParsedFiles, results: readonly CaseResult[]): Finding[] {
  const observations = new Map<string, Observation[]>();
  for (const observation of results.flatMap((result) => result.observations)) {
    observations.set(observation.rule, [...(observations.get(observation.rule) ?? []), observation]);
  }
  const files = [...parsed['intake-rules'], ...parsed['decision-rules'], ...parsed['general-rules']];
  return files.flatMap(({ path, content }) =>
    content.rules.flatMap((rule, index) => {
      const place = { file: path, rule: rule.id, path: `/rules/${index}` };
      return checkRuleCases(place, rule, observations.get(rule.id) ?? []);
    }),
  );
}

function checkRuleCases(place: Place, rule: IntakeRule | DecisionRule, all: readonly Observation[]): Finding[] {
  return rule.versions.flatMap((version, index) => {
    const until = version.to ?? (rule.versions[index + 1] === undefined ? undefined : dayBeforeNext(rule, index));
    const during = all.filter(({ day }) => day >= version.from && (until === undefined || day <= until));
    const isEnded = 'when' in rule && rule.when === 'ended';
    const isBoundless = !('questions' in rule) && version.conditions === undefined;
    const missing = [
      during.some(({ fired }) => fired) ? undefined : KINDS.fires,
      isBoundless || during.some(({ fired }) => !fired) ? undefined : KINDS.silent,
      isEnded ? afterTerm(all, true) : onDay(all, version.from, true),
      isEnded ? afterTerm(all, false) : onDayBefore(all, version, index),
    ];
    const at = below(place, 'versions', index);
    return missing.flatMap((kind) => (kind === undefined ? [] : [finding(at, 'case-missing', kind)]));
  });
}

function onDay(all: readonly Observation[], day: LocalDate, fired: boolean): Kind | undefined {
  return all.some((seen) => seen.day === day && seen.fired === fired) ? undefined : KINDS.firstDay;
}

// Before a first version the rule says nothing; before a later one the version before it decides, either way.
function onDayBefore(all: readonly Observation[], { from }: RuleVersion, index: number): Kind | undefined {
  const isSeen = all.some((seen) => seen.day === dayBefore(from) && (index > 0 || !seen.fired));
  return isSeen ? undefined : KINDS.dayBefore;
}

function afterTerm(all: readonly Observation[], fired: boolean): Kind | undefined {
  const isSeen = all.some(({ day, lastDay, ...seen }) => {
    if (lastDay === undefined || seen.fired !== fired) return false;
    return day === (fired ? dayAfter(lastDay) : lastDay);
  });
  if (isSeen) return undefined;
  return fired ? KINDS.firstDay : KINDS.dayBefore;
}

function dayBeforeNext(rule: IntakeRule | DecisionRule, index: number): LocalDate | undefined {
  const next = rule.versions[index + 1];
  return next === undefined ? undefined : dayBefore(next.from);
}

type Kind = (typeof KINDS)[keyof typeof KINDS];

const KINDS = {
  fires: { zh: '缺少触发它的案例', en: 'There is no case in which it fires' },
  silent: { zh: '缺少不触发它的案例', en: 'There is no case in which it does not fire' },
  firstDay: { zh: '缺少首日触发的案例', en: 'There is no case in which it fires on its first day' },
  dayBefore: { zh: '缺少首日前一日的案例', en: 'There is no case on the day before its first day' },
} as const;
