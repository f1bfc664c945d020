import { confidenceOf, OUTCOMES, weakestConfidence } from '../domain/decision.js';
import type { Basis, Confidence, DecisionInput, Reason, SanctionRecord } from '../domain/decision.js';
import type { MeasureTerm } from '../domain/designation.js';
import { releaseInstant } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { parameterEntry } from './parameters.js';
import type {
  Citation,
  ConditionValue,
  DecisionRule,
  GeneralRuleFile,
  Presumption,
  RegimeInterpretation,
  Rulebook,
  Text,
} from './rulebook.js';

/** What became of one rule in one decision. */
export interface Firing {
  rule: DecisionRule;
  /** First day of the version that was read. */
  from: LocalDate;
  fired: boolean;
  values: Readonly<Record<string, ConditionValue>>;
  /** The exception that took its place. */
  excusedBy?: string;
  /** An exception without a rule to except: nothing was restricted, so it has nothing to say. */
  isIdle?: boolean;
  sanction?: SanctionRecord;
  /** The term of the rule's measure under the sanction. */
  term?: MeasureTerm;
  /** Of rules that need no sanction. */
  remedy?: GeneralRuleFile['remedy'];
}

interface Context {
  rulebook: Rulebook;
  input: DecisionInput;
  day: LocalDate;
}

/** The reason a rule gives under a sanction: with its days, and the organ that identified the subject. */
export function reasonOf(context: Context, firing: Firing): Reason {
  const { rule, sanction, term } = firing;
  if (sanction === undefined || term === undefined) throw new Error(`rule ${rule.id} fired without a sanction`);
  const regime = context.rulebook.regimes.get(sanction.regime)?.regime;
  if (regime === undefined) throw new Error(`the rulebook has no regime ${sanction.regime}`);
  const hasEnded = rule.when === 'ended';
  const restsOn = regime.interpretations.filter(
    ({ from, weakens }) => (from === undefined || from <= context.day) && !(hasEnded && weakens === true),
  );
  const isCumulated = context.input.sanctions.filter((other) => other.regime === sanction.regime).length > 1;
  const cumulation = isCumulated ? (regime.cumulation.interpretations ?? []) : [];
  const fill = (text: Text): string => filled(text, context, { lastDay: term.lastDay, organ: sanction.organ.name });
  return {
    ...base(context, rule),
    confidence: weakestConfidence([confidenceOf(rule.mark), ...weakening(context, restsOn)]),
    interpretations: unique([...(rule.interpretations ?? []), ...restsOn.map(({ id }) => id), ...cumulation]),
    ...(hasEnded ? {} : { lastDay: term.lastDay, releaseAt: releaseInstant(term.lastDay) }),
    tellCustomer: fill(sentenceOf(context, rule)),
    remedy: { organ: sanction.organ.name, how: fill(regime.remedy) },
  };
}

/** The reason of a rule about the card or the name. */
export function generalReason(context: Context, { rule, remedy }: Firing): Reason {
  if (remedy === undefined) throw new Error(`rule ${rule.id} has no remedy`);
  return {
    ...base(context, rule),
    confidence: confidenceOf(rule.mark),
    interpretations: unique(rule.interpretations ?? []),
    tellCustomer: filled(sentenceOf(context, rule), context),
    remedy: { organ: filled(remedy.organ, context), how: filled(remedy.how, context) },
  };
}

/** The answer of a question that asks for leave only a sanction can give. */
export function presumedReason(context: Context, presumption: Presumption): Reason {
  const { effect, measure, mark, tellCustomer, remedy } = presumption;
  return {
    rule: `catalogue/${context.input.question}`,
    effect,
    measure,
    basis: presumption.basis.map((citation) => basisOf(context, citation)),
    confidence: confidenceOf(mark),
    interpretations: [],
    tellCustomer: filled(tellCustomer, context),
    remedy: { organ: filled(remedy.organ, context), how: filled(remedy.how, context) },
  };
}

/** A DENY that no machine may pronounce while the softening rule fires: a human looks first. */
export function softened(context: Context, reason: Reason, by: DecisionRule): Reason {
  if (reason.effect !== 'DENY') return reason;
  return { ...reason, effect: 'REVIEW', tellCustomer: filled(sentenceOf(context, by), context) };
}

/** Strictest first, then the longest, then by rule: the order does not depend on the order of the sanctions. */
export function byWeight(left: Reason, right: Reason): number {
  return (
    OUTCOMES.indexOf(right.effect) - OUTCOMES.indexOf(left.effect) ||
    compare(right.lastDay ?? '', left.lastDay ?? '') ||
    compare(left.rule, right.rule) ||
    compare(left.remedy.organ, right.remedy.organ)
  );
}

function base(
  context: Context,
  rule: DecisionRule,
): Pick<Reason, 'rule' | 'effect' | 'measure' | 'basis' | 'reviewDefault'> {
  return {
    rule: rule.id,
    effect: rule.effect,
    measure: rule.measure,
    basis: rule.basis.map((citation) => basisOf(context, citation)),
    ...(rule.reviewDefault === undefined ? {} : { reviewDefault: rule.reviewDefault }),
  };
}

function basisOf(context: Context, citation: Citation): Basis {
  const source = context.rulebook.sources.get(citation.source);
  const article = source?.articles[citation.article];
  if (source === undefined || article === undefined) {
    throw new Error(`${citation.source}#${citation.article} is not in the sources`);
  }
  const language = languageOf(context);
  return { ...citation, title: `${source.title[language]} ${article.title[language]}` };
}

function sentenceOf({ rulebook }: Context, rule: DecisionRule): Text {
  const sentence = rule.tellCustomer ?? rulebook.catalogue.measures[rule.measure]?.tellCustomer;
  if (sentence === undefined) throw new Error(`rule ${rule.id} has nothing to tell the customer`);
  return sentence;
}

function weakening({ rulebook, day }: Context, restsOn: readonly RegimeInterpretation[]): Confidence[] {
  return restsOn.flatMap(({ id, weakens }) => {
    const mark = weakens === true ? parameterEntry(rulebook, id, day)?.mark : undefined;
    return mark === undefined ? [] : [confidenceOf(mark)];
  });
}

function filled(text: Text, context: Context, values: Readonly<Record<string, string>> = {}): string {
  return text[languageOf(context)].replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

function languageOf({ input }: Context): 'zh' | 'en' {
  return input.language === 'en' ? 'en' : 'zh';
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
