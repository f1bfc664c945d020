import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  CARD_ORDER_STATES,
  CARD_ORDER_TRANSITIONS,
  endOfOrder,
  orderAfter,
  orderStateAt,
  type CardOrderState,
} from './card-order.js';
import { shanghaiInstant } from './period.js';

const actions = fc.constantFrom(
  'approve' as const,
  'reject' as const,
  'extend' as const,
  'release' as const,
  'expire' as const,
);

/** An order as an officer would tell its story: what was asked for, and whether it is over. */
interface Story {
  isAsked: boolean;
  hasStood: boolean;
  end: 'rejected' | 'released' | 'expired' | undefined;
}

function told({ isAsked, hasStood, end }: Story): CardOrderState {
  if (end !== undefined) return end;
  if (!hasStood) return 'proposed';
  return isAsked ? 'extending' : 'standing';
}

/** What becomes of the story; undefined if this cannot happen now. */
function next(story: Story, action: keyof typeof CARD_ORDER_TRANSITIONS): Story | undefined {
  if (story.end !== undefined) return undefined;
  if (action === 'approve') return story.isAsked ? { ...story, isAsked: false, hasStood: true } : undefined;
  if (action === 'reject' && story.isAsked)
    return story.hasStood ? { ...story, isAsked: false } : { ...story, end: 'rejected' };
  if (action === 'extend' && story.hasStood && !story.isAsked) return { ...story, isAsked: true };
  if (action === 'release' && story.hasStood) return { ...story, end: 'released' };
  return action === 'expire' && story.hasStood ? { ...story, end: 'expired' } : undefined;
}

describe('an order on a card', () => {
  it.each(['proposed', 'standing'] as const)(
    'that is %s goes only the ways its story can go, whatever officers try',
    (first) => {
      fc.assert(
        fc.property(fc.array(actions, { maxLength: 30 }), (tried) => {
          let state: CardOrderState = first;
          let story: Story = { isAsked: first === 'proposed', hasStood: first === 'standing', end: undefined };
          for (const action of tried) {
            const possible = next(story, action);
            if (possible === undefined) {
              expect(() => orderAfter(state, action)).toThrow('card-order-transition-refused');
              continue;
            }
            story = possible;
            state = orderAfter(state, action);
            expect(state).toBe(told(story));
          }
        }),
      );
    },
  );

  it('that is over goes nowhere', () => {
    const ways: Record<string, Partial<Record<CardOrderState, CardOrderState>>> = CARD_ORDER_TRANSITIONS;
    for (const over of ['released', 'expired', 'rejected'] as const) {
      expect(Object.values(ways).every((way) => way[over] === undefined)).toBe(true);
    }
    expect(CARD_ORDER_STATES).toHaveLength(6);
    expect(Object.keys(ways)).toHaveLength(5);
  });
});

describe('the end of an order', () => {
  it.each([
    { from: '2025-01-05T10:00:00+08:00', term: 48, unit: 'hours', terms: 1, end: '2025-01-07T10:00:00.000+08:00' },
    { from: '2025-01-05T10:00:00+08:00', term: 48, unit: 'hours', terms: 2, end: '2025-01-09T10:00:00.000+08:00' },
    { from: '2025-01-05T10:00:00+08:00', term: 6, unit: 'months', terms: 1, end: '2025-07-06T00:00:00.000+08:00' },
    // 31 August has no counterpart in February: the end of the month. A year later it has one again.
    { from: '2025-08-31T23:59:59+08:00', term: 6, unit: 'months', terms: 1, end: '2026-03-01T00:00:00.000+08:00' },
    { from: '2025-08-31T23:59:59+08:00', term: 6, unit: 'months', terms: 2, end: '2026-09-01T00:00:00.000+08:00' },
    // In Shanghai it is the 6th already.
    { from: '2025-01-05T16:00:00Z', term: 6, unit: 'months', terms: 1, end: '2025-07-07T00:00:00.000+08:00' },
  ] as const)('from $from, $terms × $term $unit, is $end', ({ from, term, unit, terms, end }) => {
    expect(shanghaiInstant(endOfOrder(new Date(from), { length: term, unit }, terms))).toBe(end);
  });

  it('comes by the clock: to the millisecond before it stands, from the instant on it is expired', () => {
    const order = { state: 'extending' as const, endsAt: new Date('2025-01-07T10:00:00+08:00') };

    expect(orderStateAt(order, new Date(order.endsAt.getTime() - 1))).toBe('extending');
    expect(orderStateAt(order, order.endsAt)).toBe('expired');
    expect(orderStateAt({ ...order, state: 'released' }, order.endsAt)).toBe('released');
    expect(orderStateAt({ state: 'proposed', endsAt: null }, order.endsAt)).toBe('proposed');
  });
});
