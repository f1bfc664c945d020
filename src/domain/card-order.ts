import type { CardKind } from './designation.js';
import { localDateOf, monthsAfter, releaseInstant } from './period.js';
import { Problem } from './problem.js';

export const CARD_ORDER_KINDS = ['stop_payment', 'freeze'] as const;
/** `stop_payment` 紧急止付: one officer, at once, for hours; `freeze` 冻结: two officers, for months. */
export type CardOrderKind = (typeof CARD_ORDER_KINDS)[number];

/** Cards that money is kept on. */
export const ORDERED_CARD_KINDS = [
  'bank_account',
  'payment_account',
  'ecny_wallet',
] as const satisfies readonly CardKind[];
export type OrderedCardKind = (typeof ORDERED_CARD_KINDS)[number];

export const CARD_ORDER_STATES = ['proposed', 'standing', 'extending', 'released', 'expired', 'rejected'] as const;
/** Where an order stands. `extending`: it stands, and somebody has proposed to extend it. The last three are final. */
export type CardOrderState = (typeof CARD_ORDER_STATES)[number];

/** Every way an order can go: from which state an action leads where. The database says it once more, against raw SQL. */
export const CARD_ORDER_TRANSITIONS = {
  approve: { proposed: 'standing', extending: 'standing' },
  reject: { proposed: 'rejected', extending: 'standing' },
  extend: { standing: 'extending' },
  release: { standing: 'released', extending: 'released' },
  expire: { standing: 'expired', extending: 'expired' },
} as const satisfies Record<string, Partial<Record<CardOrderState, CardOrderState>>>;

/** What happens to an order: officers do all of it but `expire`, which the clock does. */
export type CardOrderAction = keyof typeof CARD_ORDER_TRANSITIONS;

/** States in which the institution is to carry an order out. */
export const STANDING_STATES = ['standing', 'extending'] as const satisfies readonly CardOrderState[];

/**
 * The state after an action.
 *
 * @throws {Problem} `card-order-transition-refused` with the current state
 */
export function orderAfter(state: CardOrderState, action: CardOrderAction): CardOrderState {
  const ways: Partial<Record<CardOrderState, CardOrderState>> = CARD_ORDER_TRANSITIONS[action];
  const to = ways[state];
  if (to === undefined) throw new Problem('card-order-transition-refused', { state });
  return to;
}

/** The state at an instant: an order ends by the clock, whether or not anything runs that writes it down. */
export function orderStateAt(order: { state: CardOrderState; endsAt: Date | null }, now: Date): CardOrderState {
  const isOver = order.endsAt !== null && order.endsAt <= now;
  return isOver && STANDING_STATES.some((state) => state === order.state) ? 'expired' : order.state;
}

/** How long one term of an order is. */
export interface OrderTerm {
  length: number;
  unit: 'hours' | 'months';
}

/**
 * The instant from which an order no longer stands.
 *
 * Hours run from the instant of issue. Months are counted as terms are: the starting day is not counted, and the last one
 * ends at 24:00 (Asia/Shanghai) of the corresponding day, or of the end of the month where it has no such day. All terms are
 * counted from the start, so that an extension does not lose days at the end of short months.
 *
 * @param terms 1 for an order that was never extended
 * @see rules/sources.json `interpretations#order-months`, the analogy to `civil-code#art-201`
 */
export function endOfOrder(startsAt: Date, term: OrderTerm, terms: number): Date {
  if (term.unit === 'hours') return new Date(startsAt.getTime() + term.length * terms * MS_OF_AN_HOUR);
  return new Date(releaseInstant(monthsAfter(localDateOf(startsAt), term.length * terms)));
}

const MS_OF_AN_HOUR = 3_600_000;
