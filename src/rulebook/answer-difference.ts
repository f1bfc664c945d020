import { OUTCOMES } from '../domain/decision.js';
import type { Answer, Outcome, Reason } from '../domain/decision.js';

/** `restricted`: the outcome is stricter; `released`: it is milder; `changed`: the same, on other grounds. */
export const EFFECTS = ['restricted', 'released', 'changed'] as const;
export type EffectKind = (typeof EFFECTS)[number];

/** A rule that is among the grounds of one answer and not of the other, or is otherwise there. */
export interface RuleDifference {
  rule: string;
  how: 'added' | 'removed' | 'altered';
  /** What it rests on: `<source>#<article>`. */
  articles: string[];
}

export interface AnswerDifference {
  kind: EffectKind;
  from: Outcome;
  to: Outcome;
  rules: RuleDifference[];
}

/**
 * How two answers to one question differ: in outcome or in grounds (rules, their effect, articles and last day, exceptions,
 * limits). Sentences to the customer and the confidence of a source are not grounds; the difference of the rulebooks
 * themselves shows them.
 *
 * @returns undefined where they do not differ
 */
export function differenceOf(before: Answer, after: Answer): AnswerDifference | undefined {
  if (groundsOf(before) === groundsOf(after)) return undefined;
  const [was, is] = [OUTCOMES.indexOf(before.outcome), OUTCOMES.indexOf(after.outcome)];
  const kind = is === was ? 'changed' : is > was ? 'restricted' : 'released';
  return { kind, from: before.outcome, to: after.outcome, rules: rulesThatDiffer(before.reasons, after.reasons) };
}

function groundsOf({ outcome, reasons, excused, limits }: Answer): string {
  return JSON.stringify([outcome, reasons.map(groundOf).toSorted(), excused, limits]);
}

function groundOf({ rule, effect, lastDay, basis }: Reason): string {
  return JSON.stringify([rule, effect, lastDay ?? null, ...basis.map(articleOf)]);
}

function articleOf({ source, article }: Reason['basis'][number]): string {
  return `${source}#${article}`;
}

function rulesThatDiffer(before: readonly Reason[], after: readonly Reason[]): RuleDifference[] {
  const [was, is] = [byRule(before), byRule(after)];
  return [...new Set([...was.keys(), ...is.keys()])].toSorted().flatMap((rule): RuleDifference[] => {
    const [old, young] = [was.get(rule), is.get(rule)];
    if (old?.grounds === young?.grounds) return [];
    const how = old === undefined ? 'added' : young === undefined ? 'removed' : 'altered';
    return [{ rule, how, articles: [...new Set([...(old?.articles ?? []), ...(young?.articles ?? [])])] }];
  });
}

function byRule(reasons: readonly Reason[]): Map<string, { grounds: string; articles: string[] }> {
  const rules = new Map<string, { grounds: string; articles: string[] }>();
  for (const reason of reasons.toSorted((left, right) => (groundOf(left) < groundOf(right) ? -1 : 1))) {
    const known = rules.get(reason.rule) ?? { grounds: '', articles: [] };
    rules.set(reason.rule, {
      grounds: known.grounds + groundOf(reason),
      articles: [...known.articles, ...reason.basis.map(articleOf)],
    });
  }
  return rules;
}
