import { ORGAN_LEVELS } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import { isImpossible, tooLarge } from './check-conditions.js';
import { describeFacts } from './describe-facts.js';
import type { ParsedFiles } from './files.js';
import { findFacts } from './find-facts.js';
import type { SearchScope } from './find-facts.js';
import { below, finding } from './finding.js';
import type { Finding, Place } from './finding.js';
import { REJECTION_ORDER } from './intake.js';
import { isInterpretationOn } from './parameters.js';
import { daysOf, intakeGroups, scopeOn } from './rule-group.js';
import type { PlacedRule, RuleGroup } from './rule-group.js';
import type { Condition, IntakeRule, Rulebook, RuleVersion } from './rulebook.js';
import { firing } from './standing.js';
import { holdsWhenever, isHeldUnder, interpretationsReadBy } from './switch-settings.js';
import { versionOn } from './versions.js';

type Placed = PlacedRule<IntakeRule> & { version: RuleVersion };

/**
 * Intake rules that leave a row of a list without a category, give it two, or have nothing to decide, on every day on
 * which the regime governs designations:
 *
 * - `gap`: some row is neither refused nor given a category
 * - `overlap`: some row is not refused and gets two categories
 * - `idle-rule`: a category, note or level that only refused rows get
 * - `covered-rule`: whenever it fires, a rule fires that says the same, refuses with a code that is named before its own,
 *   or demands a higher level
 *
 * Rows are looked at with the interpretations as they are switched, and with each of them the other way.
 *
 * @param parsed files without a fault of schema or reference
 */
export function checkIntake(parsed: ParsedFiles, rulebook: Rulebook, limit: number): Finding[] {
  return intakeGroups(parsed, limit).flatMap((group) => {
    const { from, to } = group.regime?.governs ?? {};
    const days = daysOf(rulebook, group).filter(
      (day) => (from === undefined || day >= from) && (to === undefined || day <= to),
    );
    const found = new Map<string, Finding>();
    const decides = new Set<string>();
    for (const day of days) {
      const inForce = group.rules.flatMap((placed) => {
        const version = versionOn(placed.rule, day);
        return version === undefined ? [] : [{ ...placed, version }];
      });
      const scope = scopeOn(rulebook, group, day);
      for (const one of switched(rulebook, day, inForce)) {
        for (const fault of checkCategories(group, one, scope, day)) {
          const key = `${fault.code} ${fault.rule ?? ''}`;
          if (!found.has(key)) found.set(key, fault);
        }
      }
      for (const one of inForce) {
        const fault = faultOf(one, inForce, scope);
        if (fault === undefined) decides.add(one.rule.id);
        else found.set(one.rule.id, fault);
      }
    }
    for (const id of decides) found.delete(id);
    return [...found.values()];
  });
}

/** The rules that hold with the interpretations as they are, and with each of them the other way. */
function switched(rulebook: Rulebook, day: LocalDate, rules: readonly Placed[]): Placed[][] {
  const ids = interpretationsReadBy(rules.map(({ rule }) => rule));
  const on = ids.filter((id) => isInterpretationOn(rulebook, id, day));
  const flipped = ids.map((id) => (on.includes(id) ? on.filter((other) => other !== id) : [...on, id]));
  return [on, ...flipped].map((switchedOn) => {
    const setting = new Set(switchedOn);
    return rules.filter(({ rule }) => isHeldUnder(rule, setting));
  });
}

function checkCategories(
  group: RuleGroup<IntakeRule>,
  rules: readonly Placed[],
  scope: SearchScope,
  day: LocalDate,
): Finding[] {
  const accepted: Condition = { not: { any: rules.filter(isRefusal).map(({ version }) => firing(version)) } };
  const categories = rules.filter(({ rule }) => 'category' in rule.effect);
  const none: Condition = { not: { any: categories.map(({ version }) => firing(version)) } };
  const place: Place = { file: group.file, path: '/rules' };
  const gap = factsOr({ all: [accepted, none] }, scope, place, 'gap', day, {
    zh: '有的行既不被退回,也没有类别',
    en: 'Some row is neither refused nor given a category',
  });
  const overlaps = categories.flatMap((one, index) =>
    categories.slice(index + 1).flatMap((other) => {
      if (JSON.stringify(one.rule.effect) === JSON.stringify(other.rule.effect)) return [];
      const both: Condition = { all: [accepted, firing(one.version), firing(other.version)] };
      return factsOr(both, scope, other.place, 'overlap', day, {
        zh: `与 ${one.rule.id} 给同一行两个类别`,
        en: `It and ${one.rule.id} give one row two categories`,
      });
    }),
  );
  return [...gap, ...overlaps];
}

function factsOr(
  condition: Condition,
  scope: SearchScope,
  place: Place,
  code: 'gap' | 'overlap',
  day: LocalDate,
  text: { zh: string; en: string },
): Finding[] {
  const search = findFacts(condition, scope);
  if (search.found === undefined) return search.exceeded ? [tooLarge(place)] : [];
  const facts = describeFacts(search.found);
  return [finding(place, code, { zh: `${text.zh}(${day},${facts.zh})`, en: `${text.en} (${day}, ${facts.en})` })];
}

/** Why a rule has nothing to decide on a day; undefined if it has. A rule that never fires is found elsewhere. */
function faultOf(one: Placed, rules: readonly Placed[], scope: SearchScope): Finding | undefined {
  const fires = firing(one.version);
  if (isImpossible(fires, scope) !== false) return undefined;
  const there = rules.filter((other) => other.rule.id !== one.rule.id && holdsWhenever(other.rule, one.rule));
  const place = below(one.place, 'effect');
  if (!isRefusal(one)) {
    const isIdle = isImpossible(without(fires, there.filter(isRefusal)), scope);
    if (isIdle === undefined) return tooLarge(place);
    if (isIdle) return finding(place, 'idle-rule', REFUSED_ANYWAY);
  }
  const stronger = there.filter((other) => outdoes(other.rule, one.rule));
  const isCovered = isImpossible(without(fires, stronger), scope);
  if (isCovered === undefined) return tooLarge(place);
  if (!isCovered) return undefined;
  const by = stronger.map(({ rule }) => rule.id).join(', ');
  return finding(place, 'covered-rule', {
    zh: `从不起作用:凡它触发,总有同样或更强的规则触发(${by})`,
    en: `It never decides: whenever it fires, a rule fires that says the same or more (${by})`,
  });
}

function without(condition: Condition, others: readonly Placed[]): Condition {
  return { all: [condition, { not: { any: others.map(({ version }) => firing(version)) } }] };
}

function isRefusal({ rule }: Placed): boolean {
  return 'reject' in rule.effect;
}

function outdoes(one: IntakeRule, other: IntakeRule): boolean {
  const [stronger, weaker] = [one.effect, other.effect];
  if ('reject' in stronger && 'reject' in weaker) return rank(stronger.reject) <= rank(weaker.reject);
  if ('approvalLevel' in stronger && 'approvalLevel' in weaker) {
    return ORGAN_LEVELS.indexOf(stronger.approvalLevel) >= ORGAN_LEVELS.indexOf(weaker.approvalLevel);
  }
  return JSON.stringify(stronger) === JSON.stringify(weaker);
}

function rank(code: string): number {
  const place = REJECTION_ORDER.findIndex((known) => known === code);
  return place < 0 ? REJECTION_ORDER.length : place;
}

const REFUSED_ANYWAY = {
  zh: '从不起作用:凡它触发,该行总被退回',
  en: 'It never decides: whenever it fires, the row is refused',
};
