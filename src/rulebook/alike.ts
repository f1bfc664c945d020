import type { Reason } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import type { ReasonGiver, Under } from './reasons.js';

/** Reasons of one rule that are kept: its organs times the last days that are in force at the same time. */
const MOST_KEPT = 16_384;

/**
 * Gives one and the same reason for all sanctions that differ in nothing it tells: organ, last day, and whether they are
 * cumulated. Putting it into words, and writing it down, is most of what a restriction costs. It is frozen.
 */
export function alike(give: (under: Under) => Reason, otherwise: () => never): ReasonGiver {
  const alone = new Map<string, Map<LocalDate, Reason>>();
  const cumulated = new Map<string, Map<LocalDate, Reason>>();
  let kept = 0;
  return (under) => {
    if (under === undefined) return otherwise();
    const { lastDay } = under.term;
    const organ = under.sanction.organ.name;
    const ofKind = under.isCumulated ? cumulated : alone;
    const known = ofKind.get(organ)?.get(lastDay);
    if (known !== undefined) return known;
    if (kept === MOST_KEPT) {
      alone.clear();
      cumulated.clear();
      kept = 0;
    }
    const ofOrgan = ofKind.get(organ) ?? new Map<LocalDate, Reason>();
    const reason = give(under);
    Object.freeze(reason.remedy);
    ofKind.set(organ, ofOrgan.set(lastDay, Object.freeze(reason)));
    kept += 1;
    return reason;
  };
}
