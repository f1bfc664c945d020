import { computeChain } from '../domain/chain.js';
import type { MeasureTerm } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import { isInterpretationOn, numberOn } from './parameters.js';
import type { LoadedRegime, Rulebook } from './rulebook.js';

/** A sanction as far as its terms are concerned; `terms` comes from {@link termsOf} on the day it was made. */
export interface SanctionTerms {
  id: string;
  identifiedOn: LocalDate;
  startsOn: LocalDate;
  /** Measure → whole years. */
  terms: Readonly<Record<string, number>>;
}

export type CumulatedTerm = MeasureTerm & {
  /** Whether the cap took days from it. */
  isCapped: boolean;
  /** Whether a human has to look: the cap took more than half, or a late start left a gap. */
  needsReview: boolean;
};

const START_DAY_NOT_COUNTED = 'I-1';

/**
 * What each measure of a designation lasts, before cumulation: the parameters of the designation day, or the years the
 * list names where these are fewer.
 *
 * @param facts.category as the intake gave it
 * @returns measure → whole years
 * @throws {Error} for a regime or category the rulebook does not know, or a term it has not read
 */
export function termsOf(
  rulebook: Rulebook,
  facts: { regime: string; category: string; identifiedOn: LocalDate; termYears?: number },
): Record<string, number> {
  const { regime } = regimeNamed(rulebook, facts.regime);
  const entries = regime.measures.flatMap(({ measure, terms }) => {
    const term = terms[facts.category];
    if (term === undefined) return [];
    const years = numberOn(rulebook, term, facts.identifiedOn);
    return [[measure, Math.min(years, facts.termYears ?? years)] as const];
  });
  if (entries.length === 0) throw new Error(`regime ${regime.id} has no measure for category ${facts.category}`);
  return Object.fromEntries(entries);
}

/**
 * First and last days of every measure of all sanctions of one subject under one regime, cumulated as the regime says.
 *
 * Each measure has its own chain: a sanction without it neither lengthens nor joins it. Take a member out and compute
 * again, and the result is as if it had never been.
 *
 * @returns sanction id → its measures, in the order of the regime
 * @throws {Error} for a regime the rulebook does not know
 */
export function measuresOf(
  rulebook: Rulebook,
  regimeId: string,
  members: readonly SanctionTerms[],
): Map<string, CumulatedTerm[]> {
  const { regime } = regimeNamed(rulebook, regimeId);
  const result = new Map<string, CumulatedTerm[]>(members.map((member) => [member.id, []]));
  const firstDay = members.map((member) => member.startsOn).toSorted()[0];
  if (firstDay === undefined) return result;
  // The parameters of the chain's first day; a list may name a start before the regime itself began.
  const day = firstDay < regime.governs.from ? regime.governs.from : firstDay;
  const { mode, cap } = regime.cumulation;
  const options = {
    mode,
    capYears: cap === undefined ? null : numberOn(rulebook, cap, day),
    startDayCounted: !isInterpretationOn(rulebook, START_DAY_NOT_COUNTED, day),
  };
  for (const measure of new Set(regime.measures.map((entry) => entry.measure))) {
    const chain = members.flatMap(({ terms, ...member }) => {
      const termYears = terms[measure];
      return termYears === undefined ? [] : [{ ...member, termYears }];
    });
    for (const { id, firstDay: from, lastDay, isCapped, needsReview } of computeChain(chain, options)) {
      result.get(id)?.push({ measure, firstDay: from, lastDay, isCapped, needsReview });
    }
  }
  return result;
}

function regimeNamed(rulebook: Rulebook, id: string): LoadedRegime {
  const regime = rulebook.regimes.get(id);
  if (regime === undefined) throw new Error(`the rulebook has no regime ${id}`);
  return regime;
}
