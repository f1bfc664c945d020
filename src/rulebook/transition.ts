import type { Designation, MeasureTerm, RowCode } from '../domain/designation.js';
import { dayBefore, daysBetween, type LocalDate } from '../domain/period.js';
import { judgeUnder, type IntakeMemo } from './intake.js';
import type { LoadedRegime, Rulebook } from './rulebook.js';
import { measuresOf, termsOf, type SanctionTerms } from './terms.js';

/** A sanction under a regime that has ended, with the row of the list it comes from. */
export interface OldSanction {
  id: string;
  startsOn: LocalDate;
  /** What its measures last under the old regime. */
  measures: readonly MeasureTerm[];
  isLifted: boolean;
  designation: Designation;
}

/** What a newer regime would have made of the same designation. */
export interface UnderNewer {
  /** The newer regime. */
  regime: string;
  /** Whether it would have taken the row. */
  listed: boolean;
  /** Why not. */
  verdict?: RowCode;
  category?: string;
  /** The latest last day of `measures`; absent without any. */
  lastDay?: LocalDate;
  /** Those that ask of the same party what the old ones ask: others would be heavier and are no part of the comparison. */
  measures: MeasureTerm[];
}

export interface LighterResult extends UnderNewer {
  /** Days from today to the old last day that would fall away. */
  daysSaved: number;
}

/** Refusals that say something of the acts or of who identified; the others say that the row does not tell enough. */
const NOT_LISTED: readonly RowCode[] = [
  'ORGAN_LEVEL',
  'UNDER_AGE',
  'OFFENCE_NOT_COVERED',
  'NOT_PUNISHED',
  'ITEM_KIND_NOT_COVERED',
  'NEEDS_PROVINCE',
];

/**
 * The regime of today in whose place an ended one stood: it takes the lists of all its sectors, everywhere the old one did.
 *
 * @returns undefined if the regime has not ended, or nothing came after it
 */
export function newerRegimeOf(rulebook: Rulebook, id: string, today: LocalDate): LoadedRegime | undefined {
  const old = rulebook.regimes.get(id)?.regime;
  const ended = old?.governs.to;
  if (old === undefined || ended === undefined || ended >= today) return undefined;
  const successors = [...rulebook.regimes.values()].filter(({ regime }) => {
    const { from, to, byName } = regime.governs;
    const isOfToday = ended < from && from <= today && (to === undefined || today <= to) && byName !== true;
    const isThere = regime.territory === 'CN' || regime.territory === old.territory;
    return isOfToday && isThere && old.sectors.every((sector) => regime.sectors.includes(sector));
  });
  return successors.toSorted((left, right) => (left.regime.governs.from < right.regime.governs.from ? -1 : 1)).at(-1);
}

/**
 * Which old sanctions a newer regime would have made lighter: not at all, shorter, or with fewer measures. Each row is judged as
 * if the newer regime, in its first wording, had governed on the day of identification; those it would have taken are cumulated
 * as it cumulates.
 *
 * It is advice, by interpretation I-5: the old sanctions run on to their own end until somebody lifts them.
 *
 * @param members all sanctions of one subject under one ended regime that were not annulled
 * @param memo see `judgeDesignation`
 * @returns by sanction id; those that would not be lighter, or of which the row does not tell enough, are absent
 */
export async function lighterUnder(
  rulebook: Rulebook,
  newer: LoadedRegime,
  members: readonly OldSanction[],
  today: LocalDate,
  memo: IntakeMemo = new Map(),
): Promise<Map<string, LighterResult>> {
  const { id: regime, governs } = newer.regime;
  const judged = await Promise.all(
    members.map(async (member) => {
      // The years a list named were allowed by the old law; of the newer they are the most, not too many.
      const { termYears, ...row } = member.designation;
      const named = termYears === undefined ? {} : { termYears };
      return { member, named, judgement: await judgeUnder(rulebook, newer, row, governs.from, memo) };
    }),
  );
  // Of a chain that is not known as a whole nothing can be said.
  if (judged.some(({ judgement: { code } }) => code !== undefined && !NOT_LISTED.includes(code))) return new Map();
  const taken = judged.flatMap(({ member, named, judgement: { category } }): SanctionTerms[] => {
    if (category === undefined) return [];
    const { identifiedOn } = member.designation;
    const terms = termsOf(rulebook, { regime, category, identifiedOn: governs.from, ...named });
    return [{ id: member.id, identifiedOn, startsOn: member.startsOn, terms, isLifted: member.isLifted }];
  });
  const lasting = measuresOf(rulebook, regime, taken);
  const results = new Map<string, LighterResult>();
  for (const { member, judgement } of judged) {
    const measures = comparable(rulebook, member.measures, lasting.get(member.id) ?? []);
    if (!isLighter(rulebook, member.measures, measures)) continue;
    const { code: verdict, category } = judgement;
    const lastDay = latest(measures);
    results.set(member.id, {
      regime,
      listed: verdict === undefined,
      ...(verdict === undefined ? {} : { verdict }),
      ...(category === undefined ? {} : { category }),
      ...(lastDay === undefined ? {} : { lastDay }),
      measures,
      daysSaved: savedFrom(today, latest(member.measures), lastDay),
    });
  }
  return results;
}

/** What a measure asks of whom: measures of two regimes that ask the same can be compared. */
function demandOf({ catalogue }: Rulebook, { measure }: MeasureTerm): string {
  const known = catalogue.measures[measure];
  return known?.directive === undefined ? measure : `${known.party} ${known.directive.action}`;
}

function comparable(rulebook: Rulebook, old: readonly MeasureTerm[], newer: readonly MeasureTerm[]): MeasureTerm[] {
  const demands = new Set(old.map((term) => demandOf(rulebook, term)));
  return newer
    .filter((term) => demands.has(demandOf(rulebook, term)))
    .map(({ measure, firstDay, lastDay }) => ({ measure, firstDay, lastDay }));
}

/** Nothing is asked for longer, and something shorter or not at all. */
function isLighter(rulebook: Rulebook, old: readonly MeasureTerm[], newer: readonly MeasureTerm[]): boolean {
  const [was, is] = [lastDays(rulebook, old), lastDays(rulebook, newer)];
  const pairs = [...was].map(([demand, lastDay]) => ({ lastDay, newLastDay: is.get(demand) }));
  return (
    pairs.every(({ lastDay, newLastDay }) => newLastDay === undefined || newLastDay <= lastDay) &&
    pairs.some(({ lastDay, newLastDay }) => newLastDay === undefined || newLastDay < lastDay)
  );
}

function lastDays(rulebook: Rulebook, measures: readonly MeasureTerm[]): Map<string, LocalDate> {
  const days = new Map<string, LocalDate>();
  for (const term of measures) {
    const demand = demandOf(rulebook, term);
    const known = days.get(demand);
    if (known === undefined || known < term.lastDay) days.set(demand, term.lastDay);
  }
  return days;
}

function latest(measures: readonly MeasureTerm[]): LocalDate | undefined {
  return measures
    .map(({ lastDay }) => lastDay)
    .toSorted()
    .at(-1);
}

function savedFrom(today: LocalDate, lastDay: LocalDate | undefined, newLastDay: LocalDate | undefined): number {
  if (lastDay === undefined || lastDay < today) return 0;
  const yesterday = dayBefore(today);
  const freeAfter = newLastDay === undefined || newLastDay < yesterday ? yesterday : newLastDay;
  return daysBetween(freeAfter, lastDay);
}
