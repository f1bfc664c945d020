import type { LocalDate } from '../domain/period.js';
import type { EvaluableRule } from './evaluate.js';
import { parametersOn } from './parameters.js';
import type { ConditionValue, DecisionRule, IntakeRule, Rulebook, RuleVersion } from './rulebook.js';
import { changesOf, rulesInForce } from './versions.js';

/** What a list of rules says from one change of the law to the next: all days in between meet the same objects. */
export interface Plan<R> {
  since: LocalDate | 'ever';
  inForce: readonly { rule: R; version: RuleVersion }[];
  /** The same rules, in the same order, for an evaluator. */
  evaluable: readonly EvaluableRule[];
  parameters: ReadonlyMap<string, ConditionValue>;
}

interface Timeline<R> {
  changes: readonly LocalDate[];
  plans: Map<string, Plan<R>>;
}

/** The plans of lists of rules. Each list is immutable and belongs to one rulebook, so it is the key. */
export class Plans<R extends IntakeRule | DecisionRule> {
  private readonly timelines = new WeakMap<readonly R[], Timeline<R>>();

  /** What the rules say on a day. */
  on(rulebook: Rulebook, rules: readonly R[], day: LocalDate): Plan<R> {
    const timeline = this.timelines.get(rules) ?? { changes: changesOf(rulebook, rules), plans: new Map() };
    this.timelines.set(rules, timeline);
    const since = timeline.changes.findLast((change) => change <= day) ?? 'ever';
    const known = timeline.plans.get(since);
    if (known !== undefined) return known;
    const inForce = rulesInForce(rulebook, rules, day);
    const plan: Plan<R> = {
      since,
      inForce,
      evaluable: inForce.map(({ rule, version }) => ({ id: rule.id, conditions: version.conditions })),
      parameters: parametersOn(rulebook, day),
    };
    timeline.plans.set(since, plan);
    return plan;
  }
}
