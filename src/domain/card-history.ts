import { completedMonths, daysSince, hoursBegunSince } from './elapsed.js';
import { localDateOf } from './period.js';
import type { LocalDate } from './period.js';

export const REVERIFICATION_REASONS = [
  'holder_implicated',
  'implicated',
  'many_cards',
  'sleeping',
  'silent',
  'overseas_hotspot',
  'model_alert',
] as const;
/** Why a holder was told to prove again that the card is hers; `holder_implicated`: another account of hers is listed. */
export type ReverificationReason = (typeof REVERIFICATION_REASONS)[number];

/** What has become of a card since it was opened. `none` is "not known", or "has not happened". */
export interface CardHistory {
  openedOn: LocalDate | 'none';
  /** `never`: the institution says that there was none yet. */
  firstTransactionOn: LocalDate | 'never' | 'none';
  /** When the holder was told to re-verify, and when she last did. Instants with offset. */
  noticedAt: string;
  verifiedAt: string;
}

/** A {@link CardHistory} counted up to an instant. */
export interface CardAges {
  /** Months completed between the opening and the first transaction, or the instant if there was none yet. */
  monthsUnused: number;
  /** Months completed between the opening and the last verification; 0 if there was none. */
  monthsAtVerification: number;
  /** Days after the day of a notice that is still unanswered, and hours begun since it; 0 if there is none. */
  daysUnverified: number;
  hoursUnverified: number;
}

const NOTHING_KNOWN: CardAges = Object.freeze({
  monthsUnused: 0,
  monthsAtVerification: 0,
  daysUnverified: 0,
  hoursUnverified: 0,
});

/**
 * Counts a history up to an instant. What happens later is not known yet; what is not known counts as nothing, so that no
 * card is held against its holder because somebody has not reported.
 *
 * @param asOf an instant with offset
 * @throws {RangeError} if an instant is invalid
 */
export function cardAges({ openedOn, firstTransactionOn, noticedAt, verifiedAt }: CardHistory, asOf: string): CardAges {
  if (openedOn === 'none' && noticedAt === 'none') return NOTHING_KNOWN;
  const now = new Date(asOf);
  const today = localDateOf(now);
  const verified = before(verifiedAt, now);
  const noticed = before(noticedAt, now);
  const isAnswered = noticed === undefined || (verified !== undefined && verified >= noticed);
  return {
    monthsUnused: monthsUnused(openedOn, firstTransactionOn, today),
    monthsAtVerification:
      openedOn === 'none' || verified === undefined ? 0 : completedMonths(openedOn, localDateOf(verified)),
    daysUnverified: isAnswered ? 0 : daysSince(noticed, now),
    hoursUnverified: isAnswered ? 0 : hoursBegunSince(noticed, now),
  };
}

function monthsUnused(openedOn: LocalDate | 'none', firstOn: LocalDate | 'never' | 'none', today: LocalDate): number {
  if (openedOn === 'none' || firstOn === 'none') return 0;
  return completedMonths(openedOn, firstOn === 'never' || firstOn > today ? today : firstOn);
}

function before(instant: string, now: Date): Date | undefined {
  if (instant === 'none') return undefined;
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) throw new RangeError('not an instant');
  return date <= now ? date : undefined;
}
