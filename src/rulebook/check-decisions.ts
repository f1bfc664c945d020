import { OUTCOMES } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import { isImpossible, tooLarge } from './check-conditions.js';
import { describeFacts } from './describe-facts.js';
import type { ParsedFiles } from './files.js';
import { findFacts } from './find-facts.js';
import type { SearchScope } from './find-facts.js';
import { below, finding } from './finding.js';
import type { Finding } from './finding.js';
import { daysOf, decisionGroups, scopeOn } from './rule-group.js';
import type { PlacedRule, RuleGroup } from './rule-group.js';
import type { Condition, DecisionRule, Regime, Rulebook } from './rulebook.js';
import { firing, Standing } from './standing.js';
import type { RuleInForce } from './standing.js';
import { canHoldTogether } from './switch-settings.js';
import { versionOn } from './versions.js';

/**
 * Decision rules that contradict each other or have nothing to decide, question by question and day by day:
 *
 * - `idle-rule`: it fires, but never stands, because an exception always takes its place or it is itself an exception
 *   that never meets what it excepts
 * - `covered-rule`: whenever it stands, a rule stands that is as strict and lasts as long
 * - `overlap`: two rules of one measure stand together, with different effects, and neither excepts the other
 * - `gap`: on some day after its first, none of the rules about a measure has a version
 *
 * @param parsed files without a fault of schema or reference
 */
export function checkDecisions(parsed: ParsedFiles, rulebook: Rulebook, limit: number): Finding[] {
  return decisionGroups(parsed, limit).flatMap((group) => {
    const questions = new Set(group.rules.flatMap(({ rule }) => rule.questions));
    return [
      ...[...questions].flatMap((question) => checkQuestion(rulebook, group, question)),
      ...checkMeasures(rulebook, group),
    ];
  });
}

/** What the checks of one question have found, so that a fault is named once, however many days have it. */
interface Seen {
  /** Days on which a rule answers the question, and whether it had something to decide on one of them. */
  rules: Map<string, { placed: PlacedRule<DecisionRule>; fault: Finding | undefined }>;
  overlaps: Map<string, Finding>;
}

function checkQuestion(rulebook: Rulebook, group: RuleGroup<DecisionRule>, question: string): Finding[] {
  const answering = group.rules.filter(({ rule }) => rule.questions.includes(question) || rule.questions.includes('*'));
  const seen: Seen = { rules: new Map(), overlaps: new Map() };
  for (const day of daysOf(rulebook, group)) {
    const inForce = answering.flatMap((placed) => {
      const version = versionOn(placed.rule, day);
      return version === undefined ? [] : [{ ...placed, version }];
    });
    const onDay = new QuestionOnDay(rulebook, group, inForce, question, day);
    for (const one of inForce) {
      const fault = onDay.faultOf(one);
      const before = seen.rules.get(one.rule.id);
      // A rule that decides on one of its days is no fault.
      const isFault = before === undefined || before.fault !== undefined;
      seen.rules.set(one.rule.id, { placed: one, fault: isFault ? fault : undefined });
    }
    for (const [pair, found] of onDay.overlaps()) if (!seen.overlaps.has(pair)) seen.overlaps.set(pair, found);
  }
  const faults = [...seen.rules.values()].flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  return [...faults, ...seen.overlaps.values()];
}

type Placed = PlacedRule<DecisionRule> & RuleInForce;

class QuestionOnDay {
  private readonly standing: Standing;
  private readonly scope: SearchScope;
  private readonly regime: Regime | undefined;

  constructor(
    rulebook: Rulebook,
    group: RuleGroup<DecisionRule>,
    private readonly rules: readonly Placed[],
    private readonly question: string,
    private readonly day: LocalDate,
  ) {
    this.regime = group.regime;
    this.standing = new Standing(rules, group.regime);
    this.scope = scopeOn(rulebook, group, day);
  }

  /** Why a rule has nothing to decide on this day; undefined if it has. A rule that never fires is found elsewhere. */
  faultOf(one: Placed): Finding | undefined {
    const place = below(one.place, 'questions', one.rule.questions.indexOf(this.question));
    const stands = this.standing.mayStand(one);
    if (isImpossible(firing(one.version), this.scope) !== false) return undefined;
    const isIdle = isImpossible(stands, this.scope);
    if (isIdle === undefined) return tooLarge(place);
    if (isIdle) return finding(place, 'idle-rule', idle(one.rule));
    const stronger = this.rules.filter((other) => this.outdoes(other, one));
    // What stands only because this rule excuses its exception, or what this rule itself excuses, is no cover.
    const rest = new Standing(
      this.rules.filter(({ rule }) => rule.id !== one.rule.id),
      this.regime,
    );
    const others = stronger.map((other): Condition => ({
      all: [this.standing.surelyStands(other), rest.surelyStands(other)],
    }));
    const isCovered = isImpossible({ all: [stands, { not: { any: others } }] }, this.scope);
    if (isCovered === undefined) return tooLarge(place);
    return isCovered ? finding(place, 'covered-rule', covered(stronger)) : undefined;
  }

  /** Pairs that contradict each other, by the ids of both. */
  overlaps(): [string, Finding][] {
    const found: [string, Finding][] = [];
    for (const [index, one] of this.rules.entries()) {
      for (const other of this.rules.slice(index + 1)) {
        const fault = this.overlapOf(one, other);
        if (fault !== undefined) found.push([`${one.rule.id} ${other.rule.id}`, fault]);
      }
    }
    return found;
  }

  private overlapOf(one: Placed, other: Placed): Finding | undefined {
    const isSameTerm = one.rule.measure === other.rule.measure && whenOf(one.rule) === whenOf(other.rule);
    const isMeant = one.rule.effect === other.rule.effect || areExceptions(one.rule, other.rule);
    if (!isSameTerm || isMeant || !canHoldTogether(one.rule, other.rule)) return undefined;
    const both: Condition = { all: [this.standing.surelyStands(one), this.standing.surelyStands(other)] };
    const search = findFacts(both, this.scope);
    if (search.found !== undefined) {
      const facts = describeFacts(search.found);
      return finding(other.place, 'overlap', {
        zh: `与 ${one.rule.id} 同时适用而结果不同,互不为例外(${this.day},${facts.zh})`,
        en: `It stands together with ${one.rule.id}, to another effect, and neither excepts the other (${this.day}, ${facts.en})`,
      });
    }
    return search.exceeded ? tooLarge(other.place) : undefined;
  }

  /** Whether a rule makes another superfluous wherever both stand. */
  private outdoes(one: Placed, other: Placed): boolean {
    if (one.rule.id === other.rule.id || !this.standing.isThereWith(one, other)) return false;
    if (other.rule.softens === true) return false;
    const difference = OUTCOMES.indexOf(one.rule.effect) - OUTCOMES.indexOf(other.rule.effect);
    const named = new Set((one.rule.limits ?? []).map((limit) => limit.zh));
    const hasOwnLimits = (other.rule.limits ?? []).some((limit) => !named.has(limit.zh));
    if (difference > 0) return one.rule.effect === 'DENY' || !hasOwnLimits;
    // A second ground of equal effect under a measure of its own is a ground of its own.
    return difference === 0 && one.rule.measure === other.rule.measure && !hasOwnLimits;
  }
}

function areExceptions(one: DecisionRule, other: DecisionRule): boolean {
  return one.exceptTo?.includes(other.id) === true || other.exceptTo?.includes(one.id) === true;
}

/** Days after the first on which no rule about a measure has a version, though rules about it exist. */
function checkMeasures(rulebook: Rulebook, group: RuleGroup<DecisionRule>): Finding[] {
  const days = daysOf(rulebook, group);
  const about = new Map<string, PlacedRule<DecisionRule>[]>();
  for (const placed of group.rules) {
    for (const question of placed.rule.questions) {
      const key = [question, placed.rule.measure, whenOf(placed.rule)].join(' ');
      about.set(key, [...(about.get(key) ?? []), placed]);
    }
  }
  return [...about.values()].flatMap((placed) => {
    const first = placed[0];
    const begun = placed.flatMap(({ rule }) => rule.versions.map(({ from }) => from)).toSorted()[0];
    const silent = days.find(
      (day) => begun !== undefined && day > begun && placed.every(({ rule }) => versionOn(rule, day) === undefined),
    );
    if (first === undefined || silent === undefined) return [];
    return [finding(first.place, 'gap', silentOn(silent, days, placed))];
  });
}

function silentOn(
  from: LocalDate,
  days: readonly LocalDate[],
  placed: readonly PlacedRule<DecisionRule>[],
): { zh: string; en: string } {
  const rules = placed.map(({ rule }) => rule.id).join(', ');
  const again = days.find((day) => day > from && placed.some(({ rule }) => versionOn(rule, day) !== undefined));
  const until =
    again === undefined ? { zh: '起', en: 'on' } : { zh: `至 ${again}(不含)`, en: `until ${again} (exclusive)` };
  return {
    zh: `自 ${from} ${until.zh},关于该措施的规则(${rules})都没有版本:惩戒在执行,却没有规则说话`,
    en: `From ${from} ${until.en} no rule about the measure (${rules}) has a version: the sanction runs, and nothing speaks`,
  };
}

function whenOf(rule: DecisionRule): string {
  return rule.when ?? 'in_force';
}

function idle({ exceptTo }: DecisionRule): { zh: string; en: string } {
  if (exceptTo === undefined) {
    return {
      zh: '从不适用:凡其条件成立,总有例外取代它',
      en: 'It never stands: whenever its condition holds, an exception takes its place',
    };
  }
  return {
    zh: `从不适用:它所例外的规则(${exceptTo.join('、')})从不与它同时触发,或总有例外取代它`,
    en: `It never stands: what it excepts (${exceptTo.join(', ')}) never fires with it, or an exception takes its place`,
  };
}

function covered(by: readonly Placed[]): { zh: string; en: string } {
  const rules = by.map(({ rule }) => rule.id).join(', ');
  return {
    zh: `从不起作用:凡它适用,总有同样或更严格的规则适用(${rules})`,
    en: `It never decides: whenever it stands, a rule that is as strict stands too (${rules})`,
  };
}
