import { canonicalJson } from '../domain/canonical.js';
import type { MeasureTerm } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import type { Rulebook } from './rulebook.js';
import { measuresOf, PARAMETERS_OF_TERMS, termsOf } from './terms.js';
import type { SanctionTerms } from './terms.js';

/** A sanction as far as its terms can be computed anew. */
export interface ImposedSanction {
  id: string;
  regime: string;
  category: string;
  identifiedOn: LocalDate;
  startsOn: LocalDate;
  /** Measure → whole years before cumulation, as they were recorded at the approval. */
  terms: Readonly<Record<string, number>>;
  /** The instant with offset at which it was lifted. */
  liftedAt?: string;
  /** The rulebook of the approval; undefined where it is not stored. */
  approvedUnder: Rulebook | undefined;
}

/** The regimes known to both rulebooks whose law of terms differs: measures, years, cumulation, how days are counted. */
export function regimesWithOtherTerms(before: Rulebook, after: Rulebook): Set<string> {
  const both = [...before.regimes.keys()].filter((id) => after.regimes.has(id));
  return new Set(both.filter((id) => lawOfTerms(before, id) !== lawOfTerms(after, id)));
}

function lawOfTerms(rulebook: Rulebook, id: string): string {
  const regime = rulebook.regimes.get(id)?.regime;
  if (regime === undefined) throw new Error(`the rulebook has no regime ${id}`);
  const { mode, cap, escalation } = regime.cumulation;
  const names = regime.measures.flatMap(({ terms }) => Object.values(terms)).concat(cap ?? [], PARAMETERS_OF_TERMS);
  const values = [...new Set(names)].map((name) => ({
    name,
    values: (rulebook.parameters.get(name)?.values ?? []).map(({ from, value }) => ({ from, value })),
  }));
  const measures = regime.measures.map(({ measure, terms }) => ({ measure, terms }));
  return canonicalJson({ from: regime.governs.from, measures, mode, cap, escalation, values });
}

/**
 * What the years of a sanction would be if it were approved today, under another rulebook.
 *
 * A list may have named fewer years than the law of then; where the record shows that, they stay the most. Where it named
 * more, or nothing, the record shows the years of the law, and those of the other rulebook take their place.
 *
 * @throws {Error} for a regime or category the rulebook does not know
 */
export function termsUnder(rulebook: Rulebook, sanction: ImposedSanction): Record<string, number> {
  const { terms, approvedUnder } = sanction;
  const legal = approvedUnder === undefined ? terms : termsOf(approvedUnder, sanction);
  const named = Object.entries(terms).flatMap(([measure, years]) => (years < (legal[measure] ?? years) ? [years] : []));
  const termYears = named.length === 0 ? undefined : Math.max(...named);
  return termsOf(rulebook, { ...sanction, ...(termYears === undefined ? {} : { termYears }) });
}

/**
 * What all sanctions of one subject under one regime would last if they were computed anew under a rulebook.
 *
 * @returns sanction id → its measures, in alphabetical order
 * @throws {Error} see {@link termsUnder}
 */
export function measuresUnder(
  rulebook: Rulebook,
  regime: string,
  members: readonly ImposedSanction[],
): Map<string, MeasureTerm[]> {
  const chain: SanctionTerms[] = members.map((member) => ({
    ...member,
    terms: termsUnder(rulebook, member),
    isLifted: member.liftedAt !== undefined,
  }));
  return new Map(
    [...measuresOf(rulebook, regime, chain)].map(([id, measures]) => [
      id,
      measures
        .map(({ measure, firstDay, lastDay }) => ({ measure, firstDay, lastDay }))
        .toSorted((left, right) => (left.measure < right.measure ? -1 : 1)),
    ]),
  );
}
