import type { LocalDate } from '../domain/period.js';
import type { CaseResult } from './cases.js';
import { DocumentReader } from './document-reader.js';
import type { CasesByRule } from './document-reader.js';
import type { GoldenCase } from './golden-case.js';
import type { ReadableRulebook } from './readable-document.js';
import type { Parameter, Rulebook, Text } from './rulebook.js';

/**
 * Turns a rulebook into a document: every regime with its days, categories, measures and terms over time, every rule as a
 * sentence with sources, confidence and cases, every parameter and every text cited.
 *
 * @param options.day the day whose parameters the sentences name
 * @param options.results the golden cases as they ran, see `runCases`; a stored rulebook has none
 */
export function readableRulebook(
  rulebook: Rulebook,
  options: { language: keyof Text; day: LocalDate; results?: readonly CaseResult[] },
): ReadableRulebook {
  const reader = new DocumentReader(rulebook, options.language, options.day, casesByRule(options.results ?? []));
  const parameters = [...rulebook.parameters.values()];
  const isSwitch = ({ unit }: Parameter): boolean => unit === 'switch';
  return {
    hash: rulebook.hash,
    language: options.language,
    day: options.day,
    firstDay: rulebook.firstDay,
    regimes: [...rulebook.regimes.values()]
      .toSorted((left, right) => (left.regime.governs.from < right.regime.governs.from ? -1 : 1))
      .map((loaded) => reader.regime(loaded)),
    general: rulebook.general.map((file) => reader.general(file)),
    switches: parameters.filter(isSwitch).map((parameter) => reader.parameter(parameter)),
    parameters: parameters.filter((one) => !isSwitch(one)).map((parameter) => reader.parameter(parameter)),
    sources: [...rulebook.sources.values()].map(({ id, title, issuer, number, articles }) => ({
      id,
      title: title[options.language],
      issuer: issuer[options.language],
      ...(number === undefined ? {} : { number }),
      articles: Object.keys(articles).map((article) => reader.citation({ source: id, article })),
    })),
  };
}

function casesByRule(results: readonly CaseResult[]): CasesByRule {
  const cases = new Map<string, GoldenCase[]>();
  for (const { case: golden, observations } of results) {
    for (const rule of new Set(observations.filter(({ fired }) => fired).map((observation) => observation.rule))) {
      cases.set(rule, [...(cases.get(rule) ?? []), golden]);
    }
  }
  return cases;
}
