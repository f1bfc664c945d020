import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  CAMPAIGN_STATES,
  CAMPAIGN_TRANSITIONS,
  campaignAfter,
  campaignFacts,
  deadlineOf,
  isInSample,
  itemStateAt,
  REPORT_RESULTS,
  REPORT_TRANSITIONS,
  reportedAfter,
  type CampaignState,
  type Reported,
  type ReportedState,
} from './campaign.js';
import { localDate } from './period.js';

const START = Date.parse('2021-07-01T10:00:00+08:00');
const UNREPORTED: Reported = { state: 'selected', notifiedAt: null, reportedAt: null };

/** Few instants, so that many fall together. */
const reports = fc.array(
  fc.record({
    result: fc.constantFrom(...REPORT_RESULTS),
    at: fc.integer({ min: 0, max: 6 }).map((hours) => new Date(START + hours * 3_600_000)),
  }),
  { maxLength: 12 },
);

describe('a campaign', () => {
  it('goes the ways of its table and no other, and ends for good', () => {
    const actions = ['start', 'finish_selection', 'close', 'cancel'] as const;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...actions), { maxLength: 20 }), (tried) => {
        // A clerk who only remembers what was done.
        const done: string[] = [];
        let state: CampaignState = 'draft';
        for (const action of tried) {
          const isOver = done.includes('close') || done.includes('cancel');
          const needs = { start: [], finish_selection: ['start'], close: ['finish_selection'], cancel: [] }[action];
          const isTwice = done.includes(action);
          const isPossible = !isOver && !isTwice && needs.every((need) => done.includes(need));
          if (!isPossible) {
            expect(() => campaignAfter(state, action)).toThrow('campaign-transition-refused');
            continue;
          }
          done.push(action);
          state = campaignAfter(state, action);
        }
        expect(CAMPAIGN_STATES).toContain(state);
      }),
    );
    expect(Object.keys(CAMPAIGN_TRANSITIONS)).toEqual([...actions]);
  });
});

describe('reports about a card', () => {
  it('come to the same in whatever order and however often they arrive', () => {
    fc.assert(
      fc.property(reports, fc.array(fc.nat()), (said, picks) => {
        const inTime = said.toSorted(
          (left, right) =>
            left.at.getTime() - right.at.getTime() ||
            REPORT_RESULTS.indexOf(left.result) - REPORT_RESULTS.indexOf(right.result),
        );
        let state: ReportedState = 'selected';
        for (const { result } of inTime) state = REPORT_TRANSITIONS[state][result];
        const [firstNotice] = inTime.filter(({ result }) => result === 'notified');

        // Some again, and all of them from the last to the first.
        const again = picks.flatMap((pick) => said[pick % Math.max(1, said.length)] ?? []);
        const known = [...again, ...said.toReversed()].reduce(
          (before, { result, at }) => reportedAfter(before, result, at),
          UNREPORTED,
        );

        expect(known.state).toBe(state);
        expect(known.notifiedAt).toEqual(firstNotice?.at ?? null);
      }),
    );
  });

  it('a report that says nothing new leaves what is known as it is', () => {
    const known = reportedAfter(UNREPORTED, 'verified', new Date(START));

    expect(reportedAfter(known, 'verified', new Date(START))).toBe(known);
    expect(reportedAfter(known, 'failed', new Date(START - 1))).toBe(known);
    expect(reportedAfter(known, 'failed', new Date(START + 1)).state).toBe('failed');
  });
});

describe('a card of a campaign', () => {
  const running = { state: 'running', endedAt: null } as const;
  const noticed = new Date('2021-07-01T10:00:00+08:00');
  const deadlineAt = deadlineOf(noticed, { length: 24, unit: 'hours' });

  it.each([
    { now: '2021-07-02T10:00:00+08:00', state: 'notified' },
    { now: '2021-07-02T10:00:00.001+08:00', state: 'suspended' },
    { now: '2021-07-02T10:00:01+08:00', state: 'suspended' },
  ])('noticed on 2021-07-01 at 10:00 is $state at $now (G13)', ({ now, state }) => {
    expect(itemStateAt({ state: 'notified', deadlineAt }, running, new Date(now))).toBe(state);
  });

  it('verified on the third day is suspended no more (G14)', () => {
    const known = reportedAfter(UNREPORTED, 'verified', new Date('2021-07-03T09:00:00+08:00'));

    expect(itemStateAt({ ...known, deadlineAt }, running, new Date('2021-07-03T09:00:01+08:00'))).toBe('verified');
  });

  it.each([
    { now: '2017-02-04T23:59:59.999+08:00', state: 'selected', why: 'the third day after the notice (A11)' },
    { now: '2017-02-05T00:00:00+08:00', state: 'suspended', why: 'the day after it (A12)' },
  ])('with three days is $state at $now: $why', ({ now, state }) => {
    const deadline = deadlineOf(new Date('2017-02-01T15:00:00+08:00'), { length: 3, unit: 'days' });

    expect(itemStateAt({ state: 'selected', deadlineAt: deadline }, running, new Date(now))).toBe(state);
  });

  it.each([
    { campaign: 'cancelled', endedAfterMs: 1, state: 'withdrawn', why: 'a cancelled campaign restores everything' },
    { campaign: 'closed', endedAfterMs: 1, state: 'suspended', why: 'what was suspended stays until it is verified' },
    { campaign: 'closed', endedAfterMs: 0, state: 'withdrawn', why: 'its time was not over when the campaign ended' },
  ] as const)('that was never verified is $state after a $campaign campaign: $why', (given) => {
    const endedAt = new Date(deadlineAt.getTime() + given.endedAfterMs);
    const later = new Date('2030-01-01T00:00:00Z');

    expect(itemStateAt({ state: 'failed', deadlineAt }, { state: given.campaign, endedAt }, later)).toBe(given.state);
  });

  it('brings what is known of it as facts, and what is not known as nothing', () => {
    const card = { kind: 'bank_account', status: 'active', openedOn: localDate('2016-10-08'), isVerified: false };

    expect(campaignFacts({ ...card, lastUsedOn: 'never' }, localDate('2017-04-08')).monthsSinceOpening).toBe(5);
    expect(campaignFacts({ ...card, lastUsedOn: 'never' }, localDate('2017-04-09'))).toMatchObject({
      use: 'never',
      monthsSinceOpening: 6,
      monthsSinceLastUse: 6,
    });
    expect(campaignFacts({ ...card, lastUsedOn: null }, localDate('2020-01-01'))).toMatchObject({
      use: 'none',
      monthsSinceLastUse: 0,
    });
  });
});

describe('a sample', () => {
  it('is about the share it should be, the same every time, and another one in another campaign', () => {
    const cards = Array.from({ length: 20_000 }, (_, number) => `card-${number}`);
    const sample = cards.filter((card) => isInSample('one', card, 10));

    expect(sample.length).toBeGreaterThan(1_800);
    expect(sample.length).toBeLessThan(2_200);
    expect(cards.filter((card) => isInSample('one', card, 10))).toEqual(sample);
    expect(cards.filter((card) => isInSample('two', card, 10))).not.toEqual(sample);
    expect(cards.filter((card) => isInSample('one', card, 100))).toHaveLength(cards.length);
    expect(cards.filter((card) => isInSample('one', card, 0))).toEqual([]);
  });
});
