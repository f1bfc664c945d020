import type { LocalDate } from '../domain/period.js';
import { findFacts } from './find-facts.js';
import type { SearchScope } from './find-facts.js';
import { below, finding } from './finding.js';
import type { Finding, Place } from './finding.js';
import { decisionGroups, daysOf, daysOfVersion, intakeGroups, scopeOn } from './rule-group.js';
import type { RuleGroup } from './rule-group.js';
import type { ParsedFiles } from './files.js';
import type { Condition, DecisionRule, IntakeRule, Rulebook, RuleVersion } from './rulebook.js';

/**
 * Conditions that say nothing: no facts fulfil them on any day of their version, all facts do, or a part of them can be
 * crossed out without changing the rule.
 *
 * @param parsed files without a fault of schema or reference
 */
export function checkConditionsDecide(parsed: ParsedFiles, rulebook: Rulebook, limit: number): Finding[] {
  return [...intakeGroups(parsed, limit), ...decisionGroups(parsed, limit)].flatMap((group) => {
    const days = daysOf(rulebook, group);
    return group.rules.flatMap(({ rule, place }) =>
      rule.versions.flatMap((version, index) =>
        checkVersion(rulebook, group, below(place, 'versions', index), daysOfVersion(days, rule, version), version),
      ),
    );
  });
}

/** Whether no facts fulfil a condition; `undefined` if the search was cut off. */
export function isImpossible(condition: Condition, scope: SearchScope): boolean | undefined {
  const search = findFacts(condition, scope);
  if (search.found !== undefined) return false;
  return search.exceeded ? undefined : true;
}

/** The finding that a group of facts is too large to be searched: nothing is known of this place, for better or worse. */
export function tooLarge(place: Place): Finding {
  return finding(place, 'domain-too-large', {
    zh: '事实组合过多,无法穷举:此处的条件未经检查,请拆分规则',
    en: 'There are too many combinations of facts to go through: the conditions here are unchecked; split the rule',
  });
}

function checkVersion(
  rulebook: Rulebook,
  group: RuleGroup<IntakeRule | DecisionRule>,
  place: Place,
  days: readonly LocalDate[],
  { conditions }: RuleVersion,
): Finding[] {
  if (conditions === undefined || days.length === 0) return [];
  const scopes = days.map((day) => scopeOn(rulebook, group, day));
  const at = below(place, 'conditions');
  const never = onEveryDay(scopes, conditions);
  if (never === undefined) return [tooLarge(at)];
  if (never) return [finding(at, 'dead-rule', NEVER)];
  if (onEveryDay(scopes, { not: conditions }) === true) return [finding(at, 'dead-condition', ALWAYS)];
  return partsOf(conditions, at).flatMap(({ place: part, without }) => {
    const isSame = onEveryDay(scopes, { any: [exactlyOne(conditions, without), exactlyOne(without, conditions)] });
    if (isSame === undefined) return [tooLarge(part)];
    return isSame ? [finding(part, 'dead-condition', WITHOUT_EFFECT)] : [];
  });
}

function onEveryDay(scopes: readonly SearchScope[], condition: Condition): boolean | undefined {
  const results = scopes.map((scope) => isImpossible(condition, scope));
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

function exactlyOne(one: Condition, other: Condition): Condition {
  return { all: [one, { not: other }] };
}

/** Every part of an `all` or `any`, and the whole condition without it. A named condition is one part. */
function partsOf(
  condition: Condition,
  place: Place,
  rebuilt: (changed: Condition) => Condition = (changed) => changed,
): { place: Place; without: Condition }[] {
  if ('not' in condition) {
    return partsOf(condition.not, below(place, 'not'), (changed) => rebuilt({ not: changed }));
  }
  if ('all' in condition) {
    return partsOfList(condition.all, below(place, 'all'), (all) => rebuilt({ all }));
  }
  return 'any' in condition ? partsOfList(condition.any, below(place, 'any'), (any) => rebuilt({ any })) : [];
}

function partsOfList(
  parts: readonly Condition[],
  place: Place,
  rebuilt: (parts: readonly Condition[]) => Condition,
): { place: Place; without: Condition }[] {
  return parts.flatMap((part, index) => {
    const at = below(place, index);
    const inside = partsOf(part, at, (changed) => rebuilt(parts.with(index, changed)));
    return parts.length < 2 ? inside : [{ place: at, without: rebuilt(parts.toSpliced(index, 1)) }, ...inside];
  });
}

const NEVER = {
  zh: '条件永远不成立:没有任何事实组合满足它',
  en: 'The condition never holds: no combination of facts fulfils it',
};
const ALWAYS = {
  zh: '条件恒成立:任何事实组合都满足它,应当删去',
  en: 'The condition always holds: every combination of facts fulfils it; leave it out',
};
const WITHOUT_EFFECT = {
  zh: '这一部分可以删去,规则不变',
  en: 'This part can be crossed out without changing the rule',
};
