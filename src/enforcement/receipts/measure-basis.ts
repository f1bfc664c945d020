import type { Basis } from '../../domain/decision.js';
import type { Citation, Rulebook } from '../../rulebook/rulebook.js';
import type { TextLanguage } from '../../rulebook/reasons.js';

/**
 * The articles a measure rests on: as the regime of its sanction says; without a sanction, as the rules about the card itself
 * say. Empty where the rulebook does not know the measure.
 *
 * @param regime null without a sanction
 */
export function basisOfMeasure(
  rulebook: Rulebook,
  regime: string | null,
  measure: string,
  language: TextLanguage,
): Basis[] {
  return unique(regime === null ? ofCards(rulebook, measure) : ofRegime(rulebook, regime, measure)).flatMap(
    ({ source, article }) => {
      const cited = rulebook.sources.get(source);
      const place = cited?.articles[article];
      if (cited === undefined || place === undefined) return [];
      return [{ source, article, title: `${cited.title[language]} ${place.title[language]}` }];
    },
  );
}

function ofRegime(rulebook: Rulebook, regime: string, measure: string): Citation[] {
  const measures = rulebook.regimes.get(regime)?.regime.measures ?? [];
  return measures.filter((carried) => carried.measure === measure).flatMap(({ basis }) => basis);
}

function ofCards(rulebook: Rulebook, measure: string): Citation[] {
  const rules = rulebook.general.flatMap((file) => file.rules);
  return rules.filter((rule) => rule.measure === measure).flatMap(({ basis }) => basis);
}

function unique(citations: readonly Citation[]): Citation[] {
  return [...new Map(citations.map((citation) => [`${citation.source}#${citation.article}`, citation])).values()];
}
