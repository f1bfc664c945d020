import type { MeasureTerm } from './designation.js';
import { daysAfter, daysBetween, type LocalDate } from './period.js';

/** What a measure lasts after cumulation, and what cumulation did to it. */
export type CumulatedTerm = MeasureTerm & {
  /** Whether the cap took days from it. */
  isCapped: boolean;
  /** Whether a human has to look: the cap took more than half, or a late start left a gap. */
  needsReview: boolean;
};

/** Measures of the same days, which are counted from the start of the sanction: 0 is the start itself. */
export interface TermGroup {
  /** In alphabetical order. */
  measures: string[];
  /** First day. Negative only where a chain ended before the start of its last member. */
  from: number;
  /** Last day. */
  to: number;
  isCapped: boolean;
  needsReview: boolean;
}

/**
 * The days of all measures of a sanction without the day it starts on: sanctions of one kind that start on different days
 * mostly have the same. Ordered by the first measure of each group, so that equal terms have one canonical JSON.
 */
export type TermPattern = TermGroup[];

/** @param startsOn the day from which the days are counted */
export function termPatternOf(startsOn: LocalDate, terms: readonly CumulatedTerm[]): TermPattern {
  const groups = new Map<string, TermGroup>();
  for (const { measure, firstDay, lastDay, isCapped, needsReview } of terms.toSorted(byMeasure)) {
    const key = `${firstDay} ${lastDay} ${isCapped} ${needsReview}`;
    const group = groups.get(key);
    if (group !== undefined) group.measures.push(measure);
    else {
      const [from, to] = [daysBetween(startsOn, firstDay), daysBetween(startsOn, lastDay)];
      groups.set(key, { measures: [measure], from, to, isCapped, needsReview });
    }
  }
  return [...groups.values()];
}

/** What each measure lasts for a sanction that starts on a day, in alphabetical order: what decisions read. */
export function measureTermsOn(startsOn: LocalDate, pattern: TermPattern): MeasureTerm[] {
  return pattern
    .flatMap(({ measures, from, to }) => {
      const [firstDay, lastDay] = [daysAfter(startsOn, from), daysAfter(startsOn, to)];
      return measures.map((measure) => ({ measure, firstDay, lastDay }));
    })
    .toSorted(byMeasure);
}

/** First and last day of any measure; undefined where there is none. */
export function extentOn(
  startsOn: LocalDate,
  pattern: TermPattern,
): { firstDay: LocalDate; lastDay: LocalDate } | undefined {
  if (pattern.length === 0) return undefined;
  return {
    firstDay: daysAfter(startsOn, Math.min(...pattern.map(({ from }) => from))),
    lastDay: daysAfter(startsOn, Math.max(...pattern.map(({ to }) => to))),
  };
}

function byMeasure(left: MeasureTerm, right: MeasureTerm): number {
  if (left.measure === right.measure) return 0;
  return left.measure < right.measure ? -1 : 1;
}
