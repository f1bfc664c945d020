import { confidenceOf, OUTCOMES, weakestConfidence } from '../domain/decision.js';
import type { Basis, Confidence, Reason, SanctionRecord } from '../domain/decision.js';
import type { MeasureTerm } from '../domain/designation.js';
import { releaseInstant } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { alike } from './alike.js';
import { parameterEntry } from './parameters.js';
import type { Citation, DecisionRule, GeneralRuleFile, Presumption, Regime, Rulebook, Text } from './rulebook.js';
import { template } from './template.js';

/** The interpretation an answer rests on while an appeal is pending. */
export const APPEAL_DOES_NOT_SUSPEND = 'I-10';

/** The language of a rulebook's texts. */
export type TextLanguage = keyof Text;

/** What all reasons of a stretch of days in one language are drawn up from; `day` is any of these days. */
export interface Drafting {
  rulebook: Rulebook;
  day: LocalDate;
  language: TextLanguage;
}

/** The sanction a reason is given under. */
export interface Under {
  sanction: SanctionRecord;
  /** The term of the rule's measure. */
  term: MeasureTerm;
  /** Whether the subject has further sanctions of the regime. */
  isCumulated: boolean;
}

/** Gives a reason; whatever does not depend on the subject has been looked up and put into words before. */
export type ReasonGiver = (under: Under | undefined) => Reason;

/**
 * The reason a rule gives under a sanction: with its days, and the organ that identified the subject.
 *
 * @throws {Error} if the rule cites what the sources do not have, or has nothing to tell the customer
 */
export function reasonUnder(drafting: Drafting, rule: DecisionRule, regime: Regime): ReasonGiver {
  const hasEnded = rule.when === 'ended';
  const restsOn = regime.interpretations.filter(
    ({ from, weakens }) => (from === undefined || from <= drafting.day) && !(hasEnded && weakens === true),
  );
  const alone = unique([...(rule.interpretations ?? []), ...restsOn.map(({ id }) => id)]);
  const cumulated = unique([...alone, ...(regime.cumulation.interpretations ?? [])]);
  const confidence = weakestConfidence([confidenceOf(rule.mark), ...(hasEnded ? [] : weakening(drafting, regime))]);
  const basis = basesOf(drafting, rule.basis);
  const tellCustomer = template(sentenceOf(drafting, rule));
  const how = template(regime.remedy[drafting.language]);
  const give = ({ term: { lastDay }, sanction, isCumulated }: Under): Reason => {
    const organ = sanction.organ.name;
    const values = { lastDay, organ };
    const reason: Reason = {
      rule: rule.id,
      effect: rule.effect,
      measure: rule.measure,
      basis,
      confidence,
      interpretations: isCumulated ? cumulated : alone,
      tellCustomer: tellCustomer(values),
      remedy: { organ, how: how(values) },
    };
    if (rule.reviewDefault !== undefined) reason.reviewDefault = rule.reviewDefault;
    if (hasEnded) return reason;
    reason.lastDay = lastDay;
    reason.releaseAt = releaseInstant(lastDay);
    return reason;
  };
  return alike(give, () => {
    throw new Error(`rule ${rule.id} fired without a sanction`);
  });
}

/** The reason of a rule about the card or the name. @throws {Error} as {@link reasonUnder} */
export function generalReason(
  drafting: Drafting,
  rule: DecisionRule,
  { organ, how }: GeneralRuleFile['remedy'],
): ReasonGiver {
  const { language } = drafting;
  const fixed = {
    rule: rule.id,
    effect: rule.effect,
    measure: rule.measure,
    basis: basesOf(drafting, rule.basis),
    confidence: confidenceOf(rule.mark),
    interpretations: unique(rule.interpretations ?? []),
    tellCustomer: sentenceOf(drafting, rule),
    ...(rule.reviewDefault === undefined ? {} : { reviewDefault: rule.reviewDefault }),
  };
  const reason: Reason = Object.freeze({
    ...fixed,
    remedy: Object.freeze({ organ: organ[language], how: how[language] }),
  });
  return () => reason;
}

/** The answer of a question that asks for leave only a sanction can give. @throws {Error} as {@link reasonUnder} */
export function presumedReason(drafting: Drafting, question: string, presumption: Presumption): ReasonGiver {
  const { effect, measure, mark, tellCustomer, remedy } = presumption;
  const { language } = drafting;
  const fixed = {
    rule: `catalogue/${question}`,
    effect,
    measure,
    basis: basesOf(drafting, presumption.basis),
    confidence: confidenceOf(mark),
    interpretations: unique([]),
    tellCustomer: tellCustomer[language],
  };
  const reason: Reason = Object.freeze({
    ...fixed,
    remedy: Object.freeze({ organ: remedy.organ[language], how: remedy.how[language] }),
  });
  return () => reason;
}

/** A DENY that no machine may pronounce while a softening rule fires: a human looks first. */
export function softened(reason: Reason, sentence: string): Reason {
  return reason.effect === 'DENY' ? { ...reason, effect: 'REVIEW', tellCustomer: sentence } : reason;
}

/**
 * A reason that no machine may give, because the law leaves open whether the sanction is in force: what restricts goes to
 * a human, and so does what only a sanction gives leave for.
 */
export function doubted(reason: Reason, sentence: string, isLeave: boolean): Reason {
  const { effect } = reason;
  if (effect === 'REVIEW' || (effect === 'ALLOW' && !isLeave)) return reason;
  return { ...reason, effect: 'REVIEW', reviewDefault: effect, tellCustomer: sentence };
}

/** A reason without days, where the law leaves open which they are. */
export function undated({ lastDay: _lastDay, releaseAt: _releaseAt, ...reason }: Reason): Reason {
  return reason;
}

/** A reason that stands although somebody has appealed: it rests on the interpretation that an appeal does not suspend. */
export function appealed(reason: Reason): Reason {
  return {
    ...reason,
    appeal: 'pending',
    confidence: weakestConfidence([reason.confidence, 'interpretation']),
    interpretations: [...reason.interpretations, APPEAL_DOES_NOT_SUSPEND],
  };
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

/** What the institution says to the customer under a rule. @throws {Error} if neither rule nor measure say it */
export function sentenceOf({ rulebook, language }: Drafting, rule: DecisionRule): string {
  const sentence = rule.tellCustomer ?? rulebook.catalogue.measures[rule.measure]?.tellCustomer;
  if (sentence === undefined) throw new Error(`rule ${rule.id} has nothing to tell the customer`);
  return sentence[language];
}

/** Citations with the titles of source and article. @throws {Error} if one is not in the sources; the checker refuses such a rulebook */
export function basesOf(drafting: Pick<Drafting, 'rulebook' | 'language'>, citations: readonly Citation[]): Basis[] {
  return frozen(citations.map((citation) => basisOf(drafting, citation)));
}

function basisOf({ rulebook, language }: Pick<Drafting, 'rulebook' | 'language'>, citation: Citation): Basis {
  const source = rulebook.sources.get(citation.source);
  const article = source?.articles[citation.article];
  if (source === undefined || article === undefined) {
    throw new Error(`${citation.source}#${citation.article} is not in the sources`);
  }
  return Object.freeze({ ...citation, title: `${source.title[language]} ${article.title[language]}` });
}

/** How sure it is that sanctions of a regime impose a measure on the day; `unread` of one that the regime does not have. */
export function confidenceInMeasure(drafting: Omit<Drafting, 'language'>, regime: Regime, measure: string): Confidence {
  const marks = regime.measures.filter((one) => one.measure === measure).map(({ mark }) => confidenceOf(mark));
  return marks.length === 0 ? 'unread' : weakestConfidence([...marks, ...weakening(drafting, regime)]);
}

/** Of the interpretations without which no sanction of the regime would be in force on the day. */
function weakening(drafting: Omit<Drafting, 'language'>, { interpretations }: Regime): Confidence[] {
  return interpretations
    .filter(({ from, weakens }) => weakens === true && (from === undefined || from <= drafting.day))
    .flatMap(({ id }) => markOf(drafting, id));
}

function markOf({ rulebook, day }: Omit<Drafting, 'language'>, interpretation: string): Confidence[] {
  const mark = parameterEntry(rulebook, interpretation, day)?.mark;
  return mark === undefined ? [] : [confidenceOf(mark)];
}

function unique(values: readonly string[]): string[] {
  return frozen([...new Set(values)]);
}

// Reasons of many answers share it; whoever tries to change it in one of them is stopped.
function frozen<T>(list: T[]): T[] {
  Object.freeze(list);
  return list;
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
