import { dayAfter, lastDayOfTerm, monthsAfter } from './period.js';
import type { LocalDate } from './period.js';

/** One accepted designation of a subject under one regime, as far as terms are concerned. */
export interface ChainMember {
  id: string;
  identifiedOn: LocalDate;
  /** The day the list names, else the identification day. */
  startsOn: LocalDate;
  /** Whole years, at least 1. */
  termYears: number;
}

/** How a regime cumulates (`regime.json`, `cumulation`). */
export interface ChainOptions {
  /** `none`: every term runs on its own; `end_to_end`: a term met by a new identification runs on behind it. */
  mode: 'none' | 'end_to_end';
  /** Longest continuous execution in whole years from the start of the chain; `null`: no cap. */
  capYears: number | null;
  startDayCounted?: boolean;
  /**
   * The other reading of what cumulation leaves open: the last day of a term is no longer within it, and the cap limits
   * the time that remains at each new identification, instead of the time since the start of the chain.
   */
  capsEachIdentification?: boolean;
}

/** The days of one member after cumulation. */
export interface ChainLink {
  id: string;
  /** First day in force: the member's own start, never later than `lastDay`. */
  firstDay: LocalDate;
  /** Last day in force, to 24:00 Asia/Shanghai. */
  lastDay: LocalDate;
  /** Start of the first member of its chain; the cap counts from here. */
  chainStartsOn: LocalDate;
  /** Whether the cap took days from this member. */
  isCapped: boolean;
  /** Whether a human has to look: the cap took more than half of the term, or a late start left a gap in the chain. */
  needsReview: boolean;
  /** Place in its chain, from 1. */
  position: number;
}

/**
 * Cumulates the terms of one subject under one regime (累计执行, 连续执行不超过 cap).
 *
 * `end_1 = start_1 + t_1`; a new identification on a day `≤ end_i` gives `end_{i+1} = min(end_i + t_{i+1}, start_1 + cap)`;
 * after the end a new chain begins. The result depends on the set of members alone, not on the order of arrival, so
 * taking a member out (an appeal upheld) and computing again is the same as never having had it. Under a cap, a new
 * member can therefore join what were two chains and shorten the later one; whoever loses more than half is flagged.
 *
 * A member identified within a running term but starting after it is cumulated all the same, from the running end: the
 * formula knows no start but the first. If that leaves a gap, or the chain has ended (by the cap) before its start, no
 * text decides, so it is flagged; in the latter case its first day is the last day of the chain.
 *
 * @returns one link per member, ordered by identification, start, term and id
 * @throws {RangeError} if a term or the cap is not a positive whole number of years
 * @see rules/sources.json; digest of the law 8.3, interpretation I-4
 */
export function computeChain(members: readonly ChainMember[], options: ChainOptions): ChainLink[] {
  const links: ChainLink[] = [];
  for (const member of members.toSorted(byIdentification)) {
    const previous = links.at(-1);
    const joins = options.mode === 'end_to_end' && previous !== undefined && isWithin(previous, member, options);
    links.push(joins ? following(previous, member, options) : first(member, options));
  }
  return links;
}

function isWithin({ lastDay }: ChainLink, { identifiedOn }: ChainMember, options: ChainOptions): boolean {
  return options.capsEachIdentification === true ? identifiedOn < lastDay : identifiedOn <= lastDay;
}

function first(member: ChainMember, options: ChainOptions): ChainLink {
  const full = lastDayOfTerm(member.startsOn, member.termYears, options.startDayCounted);
  const cap = capOf(member.startsOn, options);
  const isCapped = cap !== null && cap < full;
  return {
    id: member.id,
    firstDay: member.startsOn,
    lastDay: isCapped ? cap : full,
    chainStartsOn: member.startsOn,
    isCapped,
    needsReview: isCapped && cap < middleOfTerm(member.startsOn, member.termYears),
    position: 1,
  };
}

function following(previous: ChainLink, member: ChainMember, options: ChainOptions): ChainLink {
  // The running end is the day before the new term, so it is "the starting day, not counted" under either reading.
  const full = lastDayOfTerm(previous.lastDay, member.termYears);
  const cap = capOf(options.capsEachIdentification === true ? member.identifiedOn : previous.chainStartsOn, options);
  const isCapped = cap !== null && cap < full;
  // A cap that a new member brings never ends what was running before it.
  const lastDay = isCapped ? later(cap, previous.lastDay) : full;
  const losesHalf = isCapped && cap < middleOfTerm(previous.lastDay, member.termYears);
  const leavesGap = member.startsOn > dayAfter(previous.lastDay);
  return {
    id: member.id,
    firstDay: member.startsOn < lastDay ? member.startsOn : lastDay,
    lastDay,
    chainStartsOn: previous.chainStartsOn,
    isCapped,
    needsReview: losesHalf || leavesGap,
    position: previous.position + 1,
  };
}

function later(left: LocalDate, right: LocalDate): LocalDate {
  return left < right ? right : left;
}

function capOf(from: LocalDate, options: ChainOptions): LocalDate | null {
  if (options.mode === 'none' || options.capYears === null) return null;
  return lastDayOfTerm(from, options.capYears, options.startDayCounted);
}

// Months, not days: one year of two is exactly half, whichever of the two years is a leap year.
function middleOfTerm(from: LocalDate, years: number): LocalDate {
  return monthsAfter(from, years * 6);
}

// The term stands before the id: ids grow with arrival, and arrival must not decide between two rows of the same day.
function byIdentification(left: ChainMember, right: ChainMember): number {
  return (
    compare(left.identifiedOn, right.identifiedOn) ||
    compare(left.startsOn, right.startsOn) ||
    left.termYears - right.termYears ||
    compare(left.id, right.id)
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
