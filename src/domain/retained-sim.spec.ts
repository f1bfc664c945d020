import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { SanctionRecord } from './decision.js';
import { localDate, shanghaiInstant } from './period.js';
import { Problem } from './problem.js';
import {
  endedBy,
  isAboutNumbers,
  keptFacts,
  KEEPING_ACTIONS,
  KEEPING_STATES,
  KEEPING_TRANSITIONS,
  restrictedSince,
  usableKinds,
  type EndedKeeping,
  type Keeping,
} from './retained-sim.js';

const isTelecom = (measure: string): boolean => measure === 'sim.use';

function sanction(firstDay: string, lastDay: string, more: Partial<SanctionRecord> = {}): SanctionRecord {
  const days = { firstDay: localDate(firstDay), lastDay: localDate(lastDay) };
  return {
    id: firstDay,
    regime: 'cn-tel-chongqing-2021',
    category: 'listed',
    ground: 'implicated_holder',
    subjectKind: 'person',
    isMinor: false,
    identifiedOn: days.firstDay,
    startsOn: days.firstDay,
    organ: { code: '500000', level: 'city', name: '重庆市公安局' },
    measures: [{ measure: 'sim.use', ...days }],
    ...more,
  };
}

describe('the end of a keeping', () => {
  it('comes once: a keeping that has ended stays as it ended', () => {
    for (const state of KEEPING_STATES) {
      for (const action of KEEPING_ACTIONS) {
        if (state === 'kept') expect(endedBy(state, action)).toBe(KEEPING_TRANSITIONS[action].to);
        else expect(() => endedBy(state, action)).toThrow(new Problem('retained-sim-ended'));
      }
    }
  });

  it('has a state of its own for every way to come', () => {
    const ends = KEEPING_ACTIONS.map((action) => KEEPING_TRANSITIONS[action].to);

    expect(new Set(['kept', ...ends])).toEqual(new Set(KEEPING_STATES));
  });
});

describe('questions about numbers', () => {
  it.each(['mobile_sim.use', 'mobile_sim.change_retained', 'fixed_line.restore'])('%s is one', (action) => {
    expect(isAboutNumbers(action)).toBe(true);
  });

  it.each(['bank_account.open', 'iot_sim.use', 'internet_account.use'])('%s is none', (action) => {
    expect(isAboutNumbers(action)).toBe(false);
  });

  it('a phone card could always be kept, a line where one is asked about', () => {
    expect([usableKinds('mobile_sim.restore'), usableKinds('fixed_line.restore')]).toEqual([
      ['mobile_sim'],
      ['mobile_sim', 'fixed_line'],
    ]);
  });
});

describe('since when a subject is restricted', () => {
  const table = [
    { why: 'under nothing', sanctions: [], since: undefined },
    { why: 'on the first day', sanctions: [sanction('2021-06-15', '2026-06-15')], since: '2021-06-15' },
    { why: 'on the last day', sanctions: [sanction('2016-06-15', '2021-06-15')], since: '2016-06-15' },
    { why: 'the day after', sanctions: [sanction('2016-06-14', '2021-06-14')], since: undefined },
    {
      why: 'one joined the other',
      sanctions: [sanction('2021-01-01', '2026-01-01'), sanction('2018-01-01', '2021-03-01')],
      since: '2018-01-01',
    },
    {
      why: 'one began on the last day of the other',
      sanctions: [sanction('2020-01-01', '2025-01-01'), sanction('2018-01-01', '2020-01-01')],
      since: '2018-01-01',
    },
    {
      why: 'one began on the day after: a new chain',
      sanctions: [sanction('2020-01-02', '2025-01-02'), sanction('2018-01-01', '2020-01-01')],
      since: '2020-01-02',
    },
    {
      why: 'cumulated behind the other, which it joined when it started',
      sanctions: [
        sanction('2020-01-02', '2025-01-02', { startsOn: localDate('2019-06-01') }),
        sanction('2018-01-01', '2020-01-01'),
      ],
      since: '2018-01-01',
    },
    {
      why: 'a day lies between',
      sanctions: [sanction('2020-01-03', '2025-01-03'), sanction('2018-01-01', '2020-01-01')],
      since: '2020-01-03',
    },
    {
      why: 'the one that joins them was lifted before',
      sanctions: [
        sanction('2021-01-01', '2026-01-01'),
        sanction('2018-01-01', '2021-03-01', { liftedAt: '2020-12-30T10:00:00.000+08:00' }),
      ],
      since: '2021-01-01',
    },
    {
      why: 'lifted in this moment',
      sanctions: [sanction('2021-01-01', '2026-01-01', { liftedAt: '2021-06-15T10:00:00.000+08:00' })],
      since: undefined,
    },
    {
      why: 'lifted a moment later',
      sanctions: [sanction('2021-01-01', '2026-01-01', { liftedAt: '2021-06-15T10:00:00.001+08:00' })],
      since: '2021-01-01',
    },
    {
      why: 'under another measure',
      sanctions: [
        sanction('2021-01-01', '2026-01-01', {
          measures: [
            { measure: 'bank.noncounter', firstDay: localDate('2021-01-01'), lastDay: localDate('2026-01-01') },
          ],
        }),
      ],
      since: undefined,
    },
  ];

  it.each(table)('$why: $since', ({ sanctions, since }) => {
    expect(restrictedSince(sanctions, '2021-06-15T10:00:00.000+08:00', isTelecom)).toBe(since);
  });

  it('is found by going back day by day, for as long as one sanction holds on both days', () => {
    const day = (number: number): string => new Date(Date.UTC(2021, 0, 1 + number)).toISOString().slice(0, 10);
    const periods = fc.array(fc.record({ first: fc.nat(40), length: fc.nat(10) }), { maxLength: 8 });
    fc.assert(
      fc.property(periods, fc.nat(50), (all, asked) => {
        const isRestricted = (from: number, to = from): boolean =>
          all.some(({ first, length }) => first <= from && to <= first + length);
        let first = asked;
        while (isRestricted(first - 1, first)) first -= 1;

        const since = restrictedSince(
          all.map((period) => sanction(day(period.first), day(period.first + period.length))),
          `${day(asked)}T12:00:00.000+08:00`,
          isTelecom,
        );

        expect(since).toBe(isRestricted(asked) ? day(first) : undefined);
      }),
    );
  });
});

/** What happens to the numbers of a subject, hour by hour. */
type Deed =
  | { what: 'restore'; number: number; carrier: number }
  | { what: 'end'; which: number; state: EndedKeeping }
  | { what: 'change'; which: number; number: number };

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ what: fc.constant('restore' as const), number: fc.nat(3), carrier: fc.nat(2) }),
  fc.record({
    what: fc.constant('end' as const),
    which: fc.nat(10),
    state: fc.constantFrom('cancelled' as const, 'moved' as const, 'released' as const),
  }),
  fc.record({ what: fc.constant('change' as const), which: fc.nat(10), number: fc.nat(3) }),
);

interface Entry {
  number: number;
  carrier: number;
  from: number;
  end: { at: number; state: EndedKeeping } | null;
}

const START = Date.parse('2021-06-15T00:00:00+08:00');
const HOUR = 3_600_000;

function keepingsFor(entries: readonly Entry[], number: number, carrier: number): Keeping[] {
  return entries.map((entry) => ({
    isThisNumber: entry.number === number,
    isSameCarrier: entry.carrier === carrier,
    restoredAt: START + entry.from * HOUR,
    end: entry.end === null ? null : { at: START + entry.end.at * HOUR, state: entry.end.state },
  }));
}

function factsAt(entries: readonly Entry[], hour: number, number: number, carrier: number) {
  const asOf = shanghaiInstant(new Date(START + hour * HOUR));
  return keptFacts(keepingsFor(entries, number, carrier), localDate('2021-06-15'), asOf);
}

/** A counter that restores one in total: it looks at the facts, and at nothing else. */
function play(happened: readonly Deed[]): Entry[] {
  const entries: Entry[] = [];
  for (const [at, deed] of happened.entries()) {
    const open = entries.filter(({ end }) => end === null);
    if (deed.what === 'restore') {
      const { retainedSim } = factsAt(entries, at, deed.number, deed.carrier);
      const isOwn = open.some(({ number, carrier }) => number === deed.number && carrier === deed.carrier);
      if (retainedSim === 'none' || (retainedSim === 'this_card' && !isOwn))
        entries.push({ number: deed.number, carrier: deed.carrier, from: at, end: null });
      continue;
    }
    const entry = open[deed.which % Math.max(1, open.length)];
    if (entry === undefined) continue;
    entry.end = { at, state: deed.what === 'change' ? 'changed' : deed.state };
    if (deed.what === 'change') entries.push({ number: deed.number, carrier: entry.carrier, from: at, end: null });
  }
  return entries;
}

describe('what is kept', () => {
  it('whatever is restored, changed, given up and moved: at every hour one number at most works, and only where it is', () => {
    fc.assert(
      fc.property(fc.array(deeds, { maxLength: 12 }), (happened) => {
        const entries = play(happened);

        for (let hour = 0; hour <= happened.length; hour += 1) {
          const open = entries.filter(({ from, end }) => from <= hour && (end === null || hour < end.at));
          const places = [0, 1, 2, 3].flatMap((number) => [0, 1, 2].map((carrier) => ({ number, carrier })));
          const working = places.filter(
            ({ number, carrier }) => factsAt(entries, hour, number, carrier).retainedSim === 'this_card',
          );

          expect(open.length).toBeLessThanOrEqual(1);
          expect(new Set(working.map(({ number }) => number)).size).toBeLessThanOrEqual(1);
          if (open[0] !== undefined) expect(working).toEqual([{ number: open[0].number, carrier: open[0].carrier }]);
        }
      }),
    );
  });

  it('after a number was given up none is restored, however it is asked for', () => {
    fc.assert(
      fc.property(fc.array(deeds, { maxLength: 12 }), (happened) => {
        const entries = play(happened);
        const givenUp = entries.findIndex(({ end }) => end?.state === 'cancelled');

        if (givenUp >= 0) expect(entries.length).toBe(givenUp + 1);
      }),
    );
  });

  it('another one is with the same carrier or with another, and an officer is not told which', () => {
    const entries: Entry[] = [{ number: 0, carrier: 0, from: 0, end: null }];
    const asOf = shanghaiInstant(new Date(START));
    const forOfficer = keepingsFor(entries, 1, 0).map((keeping) => ({ ...keeping, isSameCarrier: null }));

    expect([
      factsAt(entries, 0, 1, 0),
      factsAt(entries, 0, 1, 1),
      keptFacts(forOfficer, localDate('2021-06-15'), asOf),
    ]).toEqual([
      { retainedSim: 'another_card', retainedSimCarrier: 'same_carrier' },
      { retainedSim: 'another_card', retainedSimCarrier: 'other_carrier' },
      { retainedSim: 'another_card', retainedSimCarrier: 'none' },
    ]);
  });

  it.each([
    { why: 'before it was restored', hour: -1, since: '2021-06-15' },
    { why: 'under a sanction that began later', hour: 48, since: '2021-06-16' },
  ])('$why: none', ({ hour, since }) => {
    const asOf = shanghaiInstant(new Date(START + hour * HOUR));
    const keepings = keepingsFor([{ number: 0, carrier: 0, from: 0, end: null }], 0, 0);

    expect(keptFacts(keepings, localDate(since), asOf).retainedSim).toBe('none');
  });
});
