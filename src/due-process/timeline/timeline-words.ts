import { weakestConfidence } from '../../domain/decision.js';
import { isAppealed } from '../../domain/sanction-standing.js';
import { basisOfMeasure } from '../../enforcement/receipts/measure-basis.js';
import { confidenceInMeasure, type Drafting } from '../../rulebook/reasons.js';
import { template } from '../../rulebook/template.js';
import type { InForceMeasure, SupersededMeasure, TimelineMeasure, TimelineSanction } from './timeline.dto.js';

type Worded = 'regimeName' | 'categoryName' | 'groundName' | 'measures' | 'superseded' | 'liftedAt';

/** A sanction as the database tells it: in words of the machine. */
export type RecordedSanction = Omit<TimelineSanction, Worded> & {
  measures: Omit<TimelineMeasure, 'name' | 'basis' | 'confidence'>[];
  superseded: Omit<SupersededMeasure, 'name'>[];
};

/** A sanction with the names and articles that the rulebook in force has for it; what it does not know keeps its word. */
export function worded(drafting: Drafting, sanction: RecordedSanction): Omit<TimelineSanction, 'liftedAt'> {
  const { rulebook, language } = drafting;
  const regime = rulebook.regimes.get(sanction.regime)?.regime;
  // While an appeal is pending, that it restricts on is an interpretation.
  const doubts = isAppealed(sanction.standing) ? (['interpretation'] as const) : [];
  return {
    ...sanction,
    regimeName: regime?.title[language] ?? sanction.regime,
    categoryName: regime?.categories[sanction.category]?.title[language] ?? sanction.category,
    groundName: rulebook.catalogue.grounds[sanction.ground]?.[language] ?? sanction.ground,
    measures: sanction.measures.map((term) => ({
      ...term,
      name: measureName(drafting, term.measure),
      basis: basisOfMeasure(rulebook, sanction.regime, term.measure, language),
      confidence:
        regime === undefined
          ? 'unread'
          : weakestConfidence([confidenceInMeasure(drafting, regime, term.measure), ...doubts]),
    })),
    superseded: sanction.superseded.map((term) => ({ ...term, name: measureName(drafting, term.measure) })),
  };
}

/** What holds now, in the order of the measures: each of them once, however many sanctions impose it. */
export function inForceOf(
  drafting: Drafting,
  sanctions: readonly Omit<TimelineSanction, 'liftedAt'>[],
): InForceMeasure[] {
  const terms = sanctions.flatMap((sanction) =>
    sanction.measures.filter(({ isInForce }) => isInForce).map((term) => ({ sanction, term })),
  );
  const measures = [...new Set(terms.map(({ term }) => term.measure))].toSorted();
  return measures.flatMap((measure) => {
    const own = terms
      .filter(({ term }) => term.measure === measure)
      .toSorted((left, right) => (left.term.lastDay < right.term.lastDay ? 1 : -1));
    const [longest] = own;
    if (longest === undefined) return [];
    const { lastDay, name } = longest.term;
    const sentence = drafting.rulebook.catalogue.measures[measure]?.tellCustomer[drafting.language];
    const bases = own.flatMap(({ term }) => term.basis);
    return {
      measure,
      name,
      lastDay,
      basis: [...new Map(bases.map((basis) => [`${basis.source}#${basis.article}`, basis])).values()],
      confidence: weakestConfidence(own.map(({ term }) => term.confidence)),
      sanctionIds: own.map(({ sanction }) => sanction.id),
      tellCustomer:
        sentence === undefined ? null : template(sentence)({ lastDay, organ: longest.sanction.designation.organ.name }),
    };
  });
}

function measureName({ rulebook, language }: Drafting, measure: string): string {
  return rulebook.catalogue.measures[measure]?.title[language] ?? measure;
}
