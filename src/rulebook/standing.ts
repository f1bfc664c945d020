import type { Condition, DecisionRule, Regime, RuleVersion } from './rulebook.js';
import { holdsWhenever } from './switch-settings.js';

/** A rule with the version in force on a day. */
export interface RuleInForce {
  rule: DecisionRule;
  version: RuleVersion;
}

/** Always: the formula of a rule without conditions. An empty `all` holds, an empty `any` does not. */
const ALWAYS: Condition = { all: [] };

/** When a rule fires, as a condition. */
export function firing({ conditions }: RuleVersion): Condition {
  return conditions ?? ALWAYS;
}

/**
 * When rules stand, as conditions over the facts: a rule stands if it fires, no exception to it stands in its place, and,
 * if it is an exception itself, a rule that it excepts fires too. The words of `decide.ts` as a formula.
 */
export class Standing {
  /** @param rules those that answer one question on one day, of one regime or one general file */
  constructor(
    private readonly rules: readonly RuleInForce[],
    private readonly regime: Regime | undefined,
  ) {}

  /** No fact outside this condition lets the rule stand, on any day and with any switch: it may claim too much. */
  mayStand(one: RuleInForce): Condition {
    return this.stands(one, this.excepted(one), this.surelyExcused(one));
  }

  /** Under this condition the rule stands whenever it is there: it may claim too little. */
  surelyStands(one: RuleInForce): Condition {
    const there = this.excepted(one).filter((other) => this.isThereWith(other, one));
    return this.stands(one, there, this.mayBeExcused(one));
  }

  /** Whether a rule is there on every day on which another one is, whatever is switched off. */
  isThereWith(one: RuleInForce, other: RuleInForce): boolean {
    return holdsWhenever(one.rule, other.rule) && this.hasSameTerm(one.rule, other.rule);
  }

  private stands(one: RuleInForce, excepted: readonly RuleInForce[], excused: Condition): Condition {
    const isException = (one.rule.exceptTo ?? []).length > 0;
    const isMet: Condition = { any: excepted.map(({ version }) => firing(version)) };
    return { all: [firing(one.version), { not: excused }, ...(isException ? [isMet] : [])] };
  }

  private surelyExcused(one: RuleInForce): Condition {
    const there = this.exceptionsTo(one).filter((other) => this.isThereWith(other, one));
    return { any: there.map((other) => ({ all: [firing(other.version), { not: this.mayBeExcused(other) }] })) };
  }

  private mayBeExcused(one: RuleInForce): Condition {
    const parts = this.exceptionsTo(one).map((other): Condition => ({
      all: [firing(other.version), { not: this.surelyExcused(other) }],
    }));
    return { any: parts };
  }

  private exceptionsTo({ rule }: RuleInForce): RuleInForce[] {
    return this.rules.filter((other) => other.rule.exceptTo?.includes(rule.id) === true);
  }

  private excepted({ rule }: RuleInForce): RuleInForce[] {
    return this.rules.filter((other) => rule.exceptTo?.includes(other.rule.id) === true);
  }

  private hasSameTerm(one: DecisionRule, other: DecisionRule): boolean {
    if ((one.when ?? 'in_force') !== (other.when ?? 'in_force')) return false;
    if (one.measure === other.measure || this.regime === undefined) return true;
    const [terms, others] = [this.termsOf(one.measure), this.termsOf(other.measure)];
    return Object.entries(others).every(([category, term]) => terms[category] === term);
  }

  private termsOf(measure: string): Readonly<Record<string, string>> {
    return this.regime?.measures.find((entry) => entry.measure === measure)?.terms ?? {};
  }
}
