import { computeChain } from '../domain/chain.js';
import type { LocalDate } from '../domain/period.js';
import { rolledOver } from '../domain/rest-days.js';
import type { RestDays } from '../domain/rest-days.js';
import type { CumulatedTerm } from '../domain/term-pattern.js';
import { isInterpretationOn, numberOn, parameterEntry } from './parameters.js';
import type { LoadedRegime, Regime, Rulebook } from './rulebook.js';

/** A sanction as far as its terms are concerned; `terms` comes from {@link termsOf} on the day it was made. */
export interface SanctionTerms {
  id: string;
  identifiedOn: LocalDate;
  startsOn: LocalDate;
  /** Measure → whole years. */
  terms: Readonly<Record<string, number>>;
  /** Ended early: its own days are cumulated as they were, but it lengthens nobody else's. */
  isLifted?: boolean;
}

/** The interpretation that the day a term starts on is not counted. */
const START_DAY_NOT_COUNTED = 'I-1';
const NO_ROLL_OVER = 'I-2';
const CAPPED_FROM_THE_START = 'I-4';

/** The days on which no term ends while I-2 is switched off. */
const REST_DAYS = 'calendar.rest-days';

/** Parameters that the computation of all terms reads, and no rule. */
export const PARAMETERS_OF_TERMS: readonly string[] = [
  START_DAY_NOT_COUNTED,
  NO_ROLL_OVER,
  CAPPED_FROM_THE_START,
  REST_DAYS,
];

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
 * again, and the result is as if it had never been; so it is for the others where a member was lifted.
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
  const standing = members.filter(({ isLifted }) => isLifted !== true);
  const result = cumulate(rulebook, regime, standing);
  for (const lifted of members) {
    if (lifted.isLifted !== true) continue;
    result.set(lifted.id, cumulate(rulebook, regime, [...standing, lifted]).get(lifted.id) ?? []);
  }
  return result;
}

function cumulate(rulebook: Rulebook, regime: Regime, members: readonly SanctionTerms[]): Map<string, CumulatedTerm[]> {
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
    capsEachIdentification: !isInterpretationOn(rulebook, CAPPED_FROM_THE_START, day),
  };
  const escalated = escalatedTerms(rulebook, regime, members);
  const restDays = isInterpretationOn(rulebook, NO_ROLL_OVER, day) ? [] : restDaysOn(rulebook, day);
  for (const measure of new Set(regime.measures.map((entry) => entry.measure))) {
    const chain = members.flatMap(({ terms, ...member }) => {
      const termYears = (escalated.get(member.id) ?? terms)[measure];
      return termYears === undefined ? [] : [{ ...member, termYears }];
    });
    for (const { id, firstDay: from, lastDay, isCapped, needsReview } of computeChain(chain, options)) {
      const last = rolledOver(lastDay, restDays);
      result.get(id)?.push({ measure, firstDay: from, lastDay: last, isCapped, needsReview });
    }
  }
  return result;
}

/**
 * The terms of those whose subject was listed so often that the regime raises them: counted over all listings in the order
 * of identification, whether the earlier ones still run or not.
 */
function escalatedTerms(
  rulebook: Rulebook,
  { id: regime, cumulation: { escalation } }: Regime,
  members: readonly SanctionTerms[],
): Map<string, Record<string, number>> {
  if (escalation === undefined) return new Map();
  const raised = members.toSorted(byIdentification).slice(escalation.from - 1);
  return new Map(
    raised.map(({ id, identifiedOn }) => [
      id,
      termsOf(rulebook, { regime, category: escalation.category, identifiedOn }),
    ]),
  );
}

function byIdentification(left: SanctionTerms, right: SanctionTerms): number {
  const [one, other] = [left, right].map(({ identifiedOn, startsOn, id }) => `${identifiedOn} ${startsOn} ${id}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

function restDaysOn(rulebook: Rulebook, day: LocalDate): RestDays {
  const days = parameterEntry(rulebook, REST_DAYS, day)?.value;
  // Without a calendar nothing is known of rest days, and the last day stays where it is.
  return Array.isArray(days) ? days : [];
}

function regimeNamed(rulebook: Rulebook, id: string): LoadedRegime {
  const regime = rulebook.regimes.get(id);
  if (regime === undefined) throw new Error(`the rulebook has no regime ${id}`);
  return regime;
}
