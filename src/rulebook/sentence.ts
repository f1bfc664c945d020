import type { LocalDate } from '../domain/period.js';
import { conditionSentence, plainly } from './condition-sentence.js';
import type {
  Condition,
  DecisionRule,
  GeneralRuleFile,
  IntakeRule,
  LoadedRegime,
  Regime,
  Rulebook,
  RuleVersion,
  Text,
} from './rulebook.js';
import { PATTERNS } from './sentence-patterns.js';
import { lastDayOfVersion, versionOn } from './versions.js';
import { Words } from './words.js';

/** Where a rule stands: what its sentence may refer to. */
export interface RuleSetting {
  rulebook: Rulebook;
  /** Absent for rules about a card or a name. */
  regime?: Regime;
  scope?: GeneralRuleFile['scope'];
  conditions: Readonly<Record<string, Condition>>;
  /** The rules beside it: its exceptions and what it excepts. */
  rules: readonly DecisionRule[];
}

/** The setting of the rules of a regime. */
export function settingOfRegime(rulebook: Rulebook, { regime, conditions, decisions }: LoadedRegime): RuleSetting {
  return { rulebook, regime, conditions, rules: [...new Set([...decisions.values()].flat())] };
}

/** The setting of rules about a card or a name. */
export function settingOfGeneral(rulebook: Rulebook, { scope, conditions = {}, rules }: GeneralRuleFile): RuleSetting {
  return { rulebook, scope, conditions, rules };
}

/**
 * What one version of a decision rule says, in one sentence: since when, under which measure, for which questions, on
 * what conditions, to what effect, except where; and how surely the text was read.
 *
 * @param day whose parameters and exceptions are named; the first day of the version if it lies before
 */
export function decisionSentence(
  setting: RuleSetting,
  rule: DecisionRule,
  version: RuleVersion,
  { day, language }: { day: LocalDate; language: keyof Text },
): string {
  const on = dayWithin(rule, version, day);
  const speaker = new Speaker(setting, new Words(setting.rulebook, language, on, setting.regime, true), language);
  // The exceptions have sentences of their own, which name the sources.
  const briefly = new Speaker(setting, new Words(setting.rulebook, language, on, setting.regime, false), language);
  const exceptions = setting.rules.flatMap((other) => {
    const theirs = other.exceptTo?.includes(rule.id) === true ? versionOn(other, on) : undefined;
    return theirs === undefined ? [] : [briefly.exception(other, theirs)];
  });
  const patterns = PATTERNS[language];
  const parts = [
    speaker.since(rule, version),
    speaker.underMeasure(rule),
    speaker.questions(rule),
    speaker.provided(version),
    patterns.effect(speaker.effect(rule)),
    speaker.limits(rule),
    speaker.softens(rule),
    exceptions.length === 0 ? '' : patterns.unless(exceptions),
    speaker.excepts(rule),
    speaker.restsOn(rule),
    speaker.confidence(rule),
  ];
  return parts.join('');
}

/**
 * What one version of an intake rule says of a row of a list, in one sentence.
 *
 * @param day whose parameters are named; the first day of the version if it lies before
 */
export function intakeSentence(
  setting: RuleSetting,
  rule: IntakeRule,
  version: RuleVersion,
  { day, language }: { day: LocalDate; language: keyof Text },
): string {
  const words = new Words(setting.rulebook, language, dayWithin(rule, version, day), setting.regime, true);
  const speaker = new Speaker(setting, words, language);
  return [
    speaker.identifiedSince(rule, version),
    speaker.provided(version),
    PATTERNS[language].effect(speaker.intakeEffect(rule)),
    speaker.restsOn(rule),
    speaker.confidence(rule),
  ].join('');
}

function dayWithin(rule: IntakeRule | DecisionRule, version: RuleVersion, day: LocalDate): LocalDate {
  const last = lastDayOfVersion(rule, version);
  if (day < version.from) return version.from;
  return last !== undefined && last < day ? last : day;
}

/** Says the parts of a sentence. Each part brings the punctuation that goes before it. */
class Speaker {
  constructor(
    private readonly setting: RuleSetting,
    private readonly words: Words,
    private readonly language: keyof Text,
  ) {}

  since(rule: DecisionRule, version: RuleVersion): string {
    return PATTERNS[this.language].since(version.from, lastDayOfVersion(rule, version));
  }

  identifiedSince(rule: IntakeRule, version: RuleVersion): string {
    return PATTERNS[this.language].identified(version.from, lastDayOfVersion(rule, version));
  }

  underMeasure({ measure, when }: DecisionRule): string {
    const { scope, rulebook } = this.setting;
    if (scope !== undefined) return PATTERNS[this.language][scope];
    const title = this.words.quoted(rulebook.catalogue.measures[measure]?.title[this.language] ?? measure);
    return when === 'ended' ? PATTERNS[this.language].ended(title) : PATTERNS[this.language].inForce(title);
  }

  questions({ questions }: DecisionRule): string {
    if (questions.includes('*')) return PATTERNS[this.language].everyQuestion;
    const titles = questions.map((id) => this.setting.rulebook.catalogue.questions[id]?.title[this.language] ?? id);
    return PATTERNS[this.language].questions(titles.map((title) => this.words.quoted(title)));
  }

  provided({ conditions }: RuleVersion): string {
    return conditions === undefined ? '' : PATTERNS[this.language].provided(this.condition(conditions));
  }

  effect({ effect, reviewDefault }: DecisionRule): string {
    if (reviewDefault === undefined) return this.outcome(effect);
    return PATTERNS[this.language].byDefault(this.outcome(effect), this.outcome(reviewDefault));
  }

  intakeEffect({ effect }: IntakeRule): string {
    const { rulebook, regime } = this.setting;
    const { language } = this;
    if ('reject' in effect) {
      const why = rulebook.wording.rejections[effect.reject]?.[language] ?? effect.reject;
      return PATTERNS[language].rejected(why, effect.reject);
    }
    if ('note' in effect)
      return PATTERNS[language].noted(rulebook.wording.notes[effect.note]?.[language] ?? effect.note);
    if ('category' in effect) {
      return PATTERNS[language].category(regime?.categories[effect.category]?.title[language] ?? effect.category);
    }
    return PATTERNS[language].approved(this.words.value('organLevel', effect.approvalLevel));
  }

  limits({ limits }: DecisionRule): string {
    if (limits === undefined) return '';
    return PATTERNS[this.language].limits(limits.map((limit) => limit[this.language].replace(/[。.]$/u, '')));
  }

  softens({ softens }: DecisionRule): string {
    return softens === true ? PATTERNS[this.language].softens : '';
  }

  exception(rule: DecisionRule, { conditions }: RuleVersion): string {
    const title = this.words.quoted(rule.title[this.language]);
    const condition = conditions === undefined ? undefined : this.condition(conditions);
    return PATTERNS[this.language].exception(title, condition, this.effect(rule));
  }

  excepts({ exceptTo }: DecisionRule): string {
    if (exceptTo === undefined) return '';
    const titles = exceptTo.map((id) => this.setting.rules.find((rule) => rule.id === id)?.title[this.language] ?? id);
    return PATTERNS[this.language].excepts(titles.map((title) => this.words.quoted(title)));
  }

  restsOn({ interpretations = [], unless = [] }: IntakeRule | DecisionRule): string {
    const named = (ids: readonly string[]): string[] => ids.map((id) => this.interpretation(id));
    return [
      interpretations.length === 0 ? '' : PATTERNS[this.language].restsOn(named(interpretations)),
      unless.length === 0 ? '' : PATTERNS[this.language].unlessOn(named(unless)),
    ].join('');
  }

  confidence({ mark }: IntakeRule | DecisionRule): string {
    const word = this.setting.rulebook.wording.marks[mark]?.[this.language] ?? mark;
    return PATTERNS[this.language].confidence(word, mark);
  }

  private condition(condition: Condition): string {
    return conditionSentence(plainly(condition, this.setting.conditions), this.words, this.language);
  }

  private interpretation(id: string): string {
    const title = this.setting.rulebook.parameters.get(id)?.title[this.language];
    return title === undefined ? id : PATTERNS[this.language].interpretation(id, this.words.quoted(title));
  }

  private outcome(outcome: string): string {
    return this.setting.rulebook.wording.outcomes[outcome]?.[this.language] ?? outcome;
  }
}
