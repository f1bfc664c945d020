import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import { localDateOfWrittenInstant } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { plainly } from './condition-sentence.js';
import type { PlainCondition } from './condition-sentence.js';
import type { Decision, TraceStep } from './decide.js';
import { explanationWords } from './explanation-words.js';
import type { ExplanationWords } from './explanation-words.js';
import { holds } from './fact-domain.js';
import type { ConditionValue, DecisionRule, Leaf, Rulebook, Text } from './rulebook.js';
import { settingOfGeneral, settingOfRegime } from './sentence.js';
import type { RuleSetting } from './sentence.js';
import { Words } from './words.js';

/** One line of an explanation, with what it follows from below it. */
export interface Explanation {
  text: string;
  /** Whether it holds; absent where that is no question. */
  holds?: boolean;
  children: readonly Explanation[];
}

/**
 * How a decision came about, as a tree: each sanction with the days of the measures asked about, its rules with their
 * conditions and the values they read, what became of each rule, then the rules about the card and the name, and the
 * outcome with its reasons.
 *
 * @param decision the answer of this rulebook to this input, with its trace
 */
export function explainDecision(
  rulebook: Rulebook,
  input: DecisionInput,
  decision: Decision,
  language: keyof Text,
): Explanation {
  const say = explanationWords(language);
  const day = localDateOfWrittenInstant(input.asOf);
  const telling = new Telling(rulebook, language, day, say);
  const general = decision.trace.filter(({ sanctionId }) => sanctionId === undefined);
  const title = rulebook.catalogue.questions[input.question]?.title[language] ?? input.question;
  return {
    text: say.question(title, input.question, input.asOf),
    children: [
      ...input.sanctions.map((sanction) => telling.sanction(sanction, input.question, decision.trace)),
      ...(general.length === 0 ? [] : [{ text: say.general, children: telling.rules(general) }]),
      telling.outcome(decision),
    ],
  };
}

class Telling {
  constructor(
    private readonly rulebook: Rulebook,
    private readonly language: keyof Text,
    private readonly day: LocalDate,
    private readonly say: ExplanationWords,
  ) {}

  sanction(sanction: SanctionRecord, question: string, trace: readonly TraceStep[]): Explanation {
    const loaded = this.rulebook.regimes.get(sanction.regime);
    const title = loaded?.regime.title[this.language] ?? sanction.regime;
    const category = loaded?.regime.categories[sanction.category]?.title[this.language] ?? sanction.category;
    const asked = new Set((loaded?.decisions.get(question) ?? []).map(({ measure }) => measure));
    const terms = sanction.measures.filter(({ measure }) => asked.has(measure));
    const rules = this.rules(trace.filter(({ sanctionId }) => sanctionId === sanction.id));
    const silent = { text: this.say.noRule, children: [] };
    return {
      text: this.say.sanction(sanction.id, title, category, sanction.startsOn),
      children: [
        ...terms.map(({ measure, firstDay, lastDay }) => ({
          text: this.say.term(this.measure(measure), firstDay, lastDay),
          holds: firstDay <= this.day && this.day <= lastDay,
          children: [],
        })),
        ...(rules.length === 0 ? [silent] : rules),
      ],
    };
  }

  rules(steps: readonly TraceStep[]): Explanation[] {
    const fired = new Set(steps.filter((step) => step.fired).map((step) => step.rule));
    return steps.map((step) => this.rule(step, fired));
  }

  outcome({ answer }: Decision): Explanation {
    const { outcome, lastDay, limits, reasons, weakestConfidence } = answer;
    const word = this.rulebook.wording.outcomes[outcome]?.[this.language] ?? outcome;
    return {
      text: this.say.outcome(outcome, word, weakestConfidence, lastDay),
      children: [
        ...reasons.map(({ effect, rule, basis, tellCustomer, confidence }) => ({
          text: this.say.reason(effect, rule, confidence),
          children: [
            ...basis.map(({ title }) => ({ text: title, children: [] })),
            { text: tellCustomer, children: [] },
          ],
        })),
        ...limits.map((limit) => ({ text: this.say.limit(limit), children: [] })),
      ],
    };
  }

  private rule(step: TraceStep, fired: ReadonlySet<string>): Explanation {
    const found = this.ruleNamed(step.rule);
    if (found === undefined) return { text: step.rule, holds: step.fired, children: [] };
    const { rule, setting } = found;
    const conditions = rule.versions.find(({ from }) => from === step.from)?.conditions;
    const words = new Words(this.rulebook, this.language, this.day, setting.regime, true);
    const condition =
      conditions === undefined
        ? { text: this.say.noCondition, holds: true, children: [] }
        : this.condition(plainly(conditions, setting.conditions), step, words);
    return {
      text: `${rule.title[this.language]} (${rule.id}, ${step.from}) → ${this.becameOf(rule, step, fired)}`,
      holds: step.fired,
      children: [condition],
    };
  }

  private becameOf(rule: DecisionRule, step: TraceStep, fired: ReadonlySet<string>): string {
    if (!step.fired) return this.say.notFired;
    if (step.excusedBy !== undefined) return this.say.excused(step.excusedBy);
    const isIdle = rule.exceptTo !== undefined && !rule.exceptTo.some((id) => fired.has(id));
    return isIdle ? this.say.idle : rule.effect;
  }

  private condition(condition: PlainCondition, step: TraceStep, words: Words): Explanation {
    if (condition.kind === 'leaf') {
      const { leaf, hasToHold } = condition;
      const text = `${words.leaf(leaf, hasToHold)} [${this.valuesRead(leaf, step, words)}]`;
      return { text, holds: isFulfilled(leaf, step.values) === hasToHold, children: [] };
    }
    const children = condition.parts.map((part) => this.condition(part, step, words));
    const met = children.filter((child) => child.holds === true).length;
    return condition.kind === 'all'
      ? { text: this.say.all, holds: met === children.length, children }
      : { text: this.say.any, holds: met > 0, children };
  }

  private valuesRead({ fact, value }: Leaf, { values }: TraceStep, words: Words): string {
    const facts = typeof value === 'object' && 'fact' in value ? [fact, value.fact] : [fact];
    return facts
      .map((name) => {
        const read = values[name];
        if (read === undefined || typeof read === 'object') return name;
        const word = words.value(name, read);
        const isClause = this.rulebook.wording.facts[name]?.clauses === true;
        return isClause || word === String(read) ? `${name} = ${String(read)}` : `${name} = ${String(read)}: ${word}`;
      })
      .join(', ');
  }

  private ruleNamed(id: string): { rule: DecisionRule; setting: RuleSetting } | undefined {
    const settings = [
      ...[...this.rulebook.regimes.values()].map((loaded) => settingOfRegime(this.rulebook, loaded)),
      ...this.rulebook.general.map((file) => settingOfGeneral(this.rulebook, file)),
    ];
    for (const setting of settings) {
      const rule = setting.rules.find((candidate) => candidate.id === id);
      if (rule !== undefined) return { rule, setting };
    }
    return undefined;
  }

  private measure(id: string): string {
    return this.rulebook.catalogue.measures[id]?.title[this.language] ?? id;
  }
}

/** Whether a comparison holds for the values a rule has read. */
function isFulfilled({ fact, operator, value }: Leaf, values: Readonly<Record<string, ConditionValue>>): boolean {
  const left = values[fact];
  if (left === undefined) return false;
  if (typeof value !== 'object' || !('fact' in value || 'parameter' in value)) return holds(operator, left, value);
  return holds(operator, left, 'fact' in value ? values[value.fact] : values[value.parameter]);
}
