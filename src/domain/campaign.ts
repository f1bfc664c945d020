import { createHash } from 'node:crypto';
import { CARD_KINDS } from './designation.js';
import { completedMonths } from './elapsed.js';
import type { Facts, FactType } from './facts.js';
import { daysAfter, localDateOf, releaseInstant } from './period.js';
import type { LocalDate } from './period.js';
import { Problem } from './problem.js';

export const CAMPAIGN_KINDS = ['silent_sim', 'iot_sample', 'dormant_account'] as const;
/** 静默卡 and 睡眠账户 are verified once more; of 物联网卡 a sample is checked. Which cards that are is a rule. */
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];

export const CAMPAIGN_STATES = ['draft', 'selecting', 'running', 'closed', 'cancelled'] as const;
/** Where a campaign stands. `selecting`: it runs, and goes on finding cards. The last two are final. */
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** Every way a campaign can go. The database says it once more, against raw SQL. */
export const CAMPAIGN_TRANSITIONS = {
  start: { draft: 'selecting' },
  finish_selection: { selecting: 'running' },
  close: { running: 'closed' },
  cancel: { draft: 'cancelled', selecting: 'cancelled', running: 'cancelled' },
} as const satisfies Record<string, Partial<Record<CampaignState, CampaignState>>>;

/** What happens to a campaign: officers do all of it but `finish_selection`. */
export type CampaignAction = keyof typeof CAMPAIGN_TRANSITIONS;

/**
 * The state after an action.
 *
 * @throws {Problem} `campaign-transition-refused` with the current state
 */
export function campaignAfter(state: CampaignState, action: CampaignAction): CampaignState {
  const ways: Partial<Record<CampaignState, CampaignState>> = CAMPAIGN_TRANSITIONS[action];
  const to = ways[state];
  if (to === undefined) throw new Problem('campaign-transition-refused', { state });
  return to;
}

export const REPORT_RESULTS = ['notified', 'cancelled', 'failed', 'verified'] as const;
/** What an institution says of a card: the holder was told, gave the card up (销户、销号), did not pass, or was verified. */
export type ReportResult = (typeof REPORT_RESULTS)[number];

/** What an institution has said of a card so far. */
export const REPORTED_STATES = ['selected', 'notified', 'failed', 'cancelled', 'verified'] as const;
export type ReportedState = (typeof REPORTED_STATES)[number];

export const ITEM_STATES = [...REPORTED_STATES, 'suspended', 'withdrawn'] as const;
/**
 * How a card of a campaign stands: what was reported; `suspended`: it was not verified in time; `withdrawn`: the campaign
 * ended before its time was over.
 */
export type ItemState = (typeof ITEM_STATES)[number];

/** Where a report leads, as they were said one after the other: the last word on the verification counts, a notice is none. */
export const REPORT_TRANSITIONS = {
  selected: { notified: 'notified', cancelled: 'cancelled', failed: 'failed', verified: 'verified' },
  notified: { notified: 'notified', cancelled: 'cancelled', failed: 'failed', verified: 'verified' },
  failed: { notified: 'failed', cancelled: 'cancelled', failed: 'failed', verified: 'verified' },
  cancelled: { notified: 'cancelled', cancelled: 'cancelled', failed: 'failed', verified: 'verified' },
  verified: { notified: 'verified', cancelled: 'cancelled', failed: 'failed', verified: 'verified' },
} as const satisfies Record<ReportedState, Record<ReportResult, ReportedState>>;

/** What is known of a card of a campaign from reports. */
export interface Reported {
  state: ReportedState;
  /** Of the earliest notice. */
  notifiedAt: Date | null;
  /** Of the last word that is no notice. */
  reportedAt: Date | null;
}

/**
 * What is known after one more report, whatever the order in which they arrive: the same as if they had come in the order of
 * their instants, at one instant in the order of {@link REPORT_RESULTS}. The same report again changes nothing.
 */
export function reportedAfter(known: Reported, result: ReportResult, at: Date): Reported {
  if (result === 'notified') {
    const isFirst = known.notifiedAt === null || at < known.notifiedAt;
    if (!isFirst) return known;
    return { ...known, state: REPORT_TRANSITIONS[known.state].notified, notifiedAt: at };
  }
  const { reportedAt } = known;
  const isOlder = reportedAt !== null && at < reportedAt;
  const isOutweighed =
    reportedAt?.getTime() === at.getTime() && weightOf(known.state) >= REPORT_RESULTS.indexOf(result);
  if (isOlder || isOutweighed) return known;
  return { ...known, state: REPORT_TRANSITIONS[known.state][result], reportedAt: at };
}

function weightOf(state: ReportedState): number {
  return REPORT_RESULTS.findIndex((result) => result === state);
}

/** How long a holder has to be verified. */
export interface TimeAllowed {
  length: number;
  unit: 'hours' | 'days';
}

/**
 * The last instant at which a verification is in time. Hours run from the notice to the millisecond; days are those after the
 * day of the notice, in Asia/Shanghai, to the end of the last.
 */
export function deadlineOf(noticedAt: Date, { length, unit }: TimeAllowed): Date {
  if (unit === 'hours') return new Date(noticedAt.getTime() + length * MS_OF_AN_HOUR);
  return new Date(Date.parse(releaseInstant(daysAfter(localDateOf(noticedAt), length))) - 1);
}

const MS_OF_AN_HOUR = 3_600_000;

/** A campaign as far as its cards are concerned. */
export interface CampaignStanding {
  state: CampaignState;
  /** When it was closed or cancelled. */
  endedAt: Date | null;
}

/** How a card stands at an instant. What was suspended before a campaign was closed stays so until it is verified. */
export function itemStateAt(
  item: { state: ReportedState; deadlineAt: Date },
  campaign: CampaignStanding,
  now: Date,
): ItemState {
  if (item.state === 'verified' || item.state === 'cancelled') return item.state;
  if (campaign.state === 'cancelled') return 'withdrawn';
  const isOver = (campaign.endedAt ?? now) > item.deadlineAt;
  if (isOver) return 'suspended';
  return campaign.state === 'closed' ? 'withdrawn' : item.state;
}

/** Facts about a card, read by the rules that select for campaigns (`rules/enforcement.json`). */
export const CAMPAIGN_FACTS = {
  cardKind: { type: 'enum', values: CARD_KINDS },
  cardStatus: { type: 'enum', values: ['active', 'suspended', 'closed'] },
  /** Whether the card was ever used; `none`: its institution does not say. */
  use: { type: 'enum', values: ['used', 'never', 'none'] },
  /** Months completed since the opening; 0 where the day is not known. */
  monthsSinceOpening: { type: 'integer', minimum: 0, maximum: 1_000_000 },
  /** Months completed since the last use, or since the opening of a card that was never used; 0 where that is not known. */
  monthsSinceLastUse: { type: 'integer', minimum: 0, maximum: 1_000_000 },
  /** Whether the holder was verified once more after the opening, as its institution says or in an earlier campaign. */
  isVerified: { type: 'boolean' },
} as const satisfies Record<string, FactType>;

/** A card as its institution reports it. */
export interface CampaignCard {
  kind: string;
  status: string;
  openedOn: LocalDate | null;
  /** `never`: it was not used since it was opened; null: not said. */
  lastUsedOn: LocalDate | 'never' | null;
  isVerified: boolean;
}

/** The facts of a card on a day. */
export function campaignFacts(card: CampaignCard, day: LocalDate): Facts {
  const { openedOn, lastUsedOn } = card;
  const since = lastUsedOn === 'never' ? openedOn : lastUsedOn;
  return {
    cardKind: card.kind,
    cardStatus: card.status,
    use: lastUsedOn === null ? 'none' : lastUsedOn === 'never' ? 'never' : 'used',
    monthsSinceOpening: openedOn === null ? 0 : completedMonths(openedOn, day),
    monthsSinceLastUse: since === null ? 0 : completedMonths(since, day),
    isVerified: card.isVerified,
  };
}

/**
 * Whether a card falls into the sample of a campaign: by the hash of both, so that a selection that is taken up again, on
 * another machine, comes to the same.
 *
 * @param percent 0 to 100
 */
export function isInSample(campaignId: string, cardId: string, percent: number): boolean {
  const hash = createHash('sha256').update(`${campaignId} ${cardId}`).digest();
  return hash.readUInt32BE(0) < (percent / 100) * 2 ** 32;
}
