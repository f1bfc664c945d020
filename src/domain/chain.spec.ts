import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { computeChain } from './chain.js';
import type { ChainMember, ChainOptions } from './chain.js';
import { lastDayOfTerm, localDate } from './period.js';

const JOINT_2024: ChainOptions = { mode: 'end_to_end', capYears: 5 };
const UNCAPPED: ChainOptions = { mode: 'end_to_end', capYears: null };

function aMember(identifiedOn: string, termYears = 2, startsOn = identifiedOn): ChainMember {
  return { id: `of ${identifiedOn}`, identifiedOn: localDate(identifiedOn), startsOn: localDate(startsOn), termYears };
}

const days = fc
  .date({ min: new Date('2024-12-01'), max: new Date('2036-12-31'), noInvalidDate: true })
  .map((date) => localDate(date.toISOString().slice(0, 10)));

/** Members as lists make them: the start is the identification day, or one the list names. */
const members = fc.uniqueArray(
  fc
    .record({
      id: fc.uuid(),
      identifiedOn: days,
      namedStart: fc.option(days),
      termYears: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ namedStart, ...member }) => ({ ...member, startsOn: namedStart ?? member.identifiedOn })),
  { selector: ({ id }) => id, maxLength: 8 },
);
const punctualMembers = members.map((all) => all.map((member) => ({ ...member, startsOn: member.identifiedOn })));

describe('cumulated terms', () => {
  it('F01: a second identification within the term makes four years', () => {
    const links = computeChain([aMember('2024-12-10'), aMember('2025-06-01')], JOINT_2024);

    expect(links).toEqual([
      {
        id: 'of 2024-12-10',
        firstDay: '2024-12-10',
        lastDay: '2026-12-10',
        chainStartsOn: '2024-12-10',
        isCapped: false,
        needsReview: false,
        position: 1,
      },
      {
        id: 'of 2025-06-01',
        firstDay: '2025-06-01',
        lastDay: '2028-12-10',
        chainStartsOn: '2024-12-10',
        isCapped: false,
        needsReview: false,
        position: 2,
      },
    ]);
  });

  it('F03: three terms of two years are cut to five; exactly half of the third is lost, which is not more than half', () => {
    const links = computeChain([aMember('2024-12-10'), aMember('2025-06-01'), aMember('2026-06-01')], JOINT_2024);

    expect(links.at(-1)).toMatchObject({ lastDay: '2029-12-10', isCapped: true, needsReview: false });
  });

  it('F05: an identification on the very last day still extends the chain', () => {
    const links = computeChain([aMember('2024-12-10'), aMember('2026-12-10')], JOINT_2024);

    expect(links.at(-1)).toMatchObject({ lastDay: '2028-12-10', chainStartsOn: '2024-12-10', position: 2 });
  });

  it('F06: an identification on the next day begins a new chain', () => {
    const links = computeChain([aMember('2024-12-10'), aMember('2026-12-11')], JOINT_2024);

    expect(links.at(-1)).toMatchObject({ lastDay: '2028-12-11', chainStartsOn: '2026-12-11', position: 1 });
  });

  it('F07: a fourth identification late in a capped chain adds no day, and a human is asked', () => {
    const chain = [aMember('2024-12-10'), aMember('2025-06-01'), aMember('2026-06-01'), aMember('2029-06-01', 3)];

    const links = computeChain(chain, JOINT_2024);

    expect(links.map(({ needsReview }) => needsReview)).toEqual([false, false, false, true]);
    expect(links.at(-1)).toMatchObject({ firstDay: '2029-06-01', lastDay: '2029-12-10', isCapped: true, position: 4 });
  });

  it('the day after a capped chain has ended, a new chain of full length begins', () => {
    const links = computeChain([aMember('2024-12-10', 5), aMember('2029-12-11')], JOINT_2024);

    expect(links.at(-1)).toMatchObject({ lastDay: '2031-12-11', isCapped: false, position: 1 });
  });

  it('D01 then D02: a conviction and an identification give three and two years, which is the cap and not over it', () => {
    const links = computeChain([aMember('2024-12-10', 3), aMember('2025-01-10', 2)], JOINT_2024);

    expect(links.at(-1)).toMatchObject({ lastDay: '2029-12-10', isCapped: false, needsReview: false });
  });

  it('half a term is half its months, whichever year is a leap year', () => {
    // 2028 has 366 days and is the second, lost year.
    const links = computeChain([aMember('2023-03-01', 4), aMember('2023-04-01', 2)], JOINT_2024);

    expect(links.at(-1)).toMatchObject({ lastDay: '2028-03-01', isCapped: true, needsReview: false });
  });

  it('a regime that does not cumulate runs every term on its own, and knows no cap', () => {
    const links = computeChain([aMember('2021-05-10', 5), aMember('2022-05-10', 6)], { mode: 'none', capYears: 5 });

    expect(links.map(({ lastDay }) => lastDay)).toEqual(['2026-05-10', '2028-05-10']);
    expect(links.map(({ position }) => position)).toEqual([1, 1]);
  });

  it('where the starting day counts, every end and the cap lie one day earlier', () => {
    const chain = [aMember('2024-12-10'), aMember('2025-06-01'), aMember('2026-06-01')];

    const links = computeChain(chain, { ...JOINT_2024, startDayCounted: true });

    expect(links.map(({ lastDay }) => lastDay)).toEqual(['2026-12-09', '2028-12-09', '2029-12-09']);
  });

  it('a start named later than the running end is cumulated from that end, and a human is asked about the gap', () => {
    const links = computeChain([aMember('2024-12-10'), aMember('2026-12-01', 2, '2027-06-01')], JOINT_2024);

    expect(links.at(-1)).toMatchObject({ firstDay: '2027-06-01', lastDay: '2028-12-10', needsReview: true });
  });

  it('a start named for the day after the running end leaves no gap', () => {
    const links = computeChain([aMember('2024-12-10'), aMember('2026-12-10', 2, '2026-12-11')], JOINT_2024);

    expect(links.at(-1)).toMatchObject({ firstDay: '2026-12-11', lastDay: '2028-12-10', needsReview: false });
  });

  it('a start named after the cap keeps the last day of the chain, and a human is asked', () => {
    const links = computeChain([aMember('2024-12-10', 5), aMember('2029-06-01', 2, '2030-01-01')], JOINT_2024);

    expect(links.at(-1)).toMatchObject({ firstDay: '2029-12-10', lastDay: '2029-12-10', needsReview: true });
  });

  it('where the cap limits what remains at each identification, F03 and F07 run on behind it', () => {
    const four = [aMember('2024-12-10'), aMember('2025-06-01'), aMember('2026-06-01'), aMember('2029-06-01', 3)];

    const links = computeChain(four, { ...JOINT_2024, capsEachIdentification: true });

    expect(links.map(({ lastDay }) => lastDay)).toEqual(['2026-12-10', '2028-12-10', '2030-12-10', '2033-12-10']);
  });

  it('then it still cuts, and never below what was running', () => {
    const options: ChainOptions = { ...JOINT_2024, capsEachIdentification: true };
    const cut = [aMember('2025-01-01', 3), aMember('2025-02-01', 3)];
    const late = [aMember('2025-01-01', 3, '2028-01-01'), aMember('2025-02-01', 3)];

    expect(computeChain(cut, options).at(-1)).toMatchObject({ lastDay: '2030-02-01', isCapped: true });
    expect(computeChain(late, options).at(-1)).toMatchObject({ lastDay: '2031-01-01', isCapped: true });
  });

  it('then an identification on the last day is no longer within the term', () => {
    const links = computeChain([aMember('2024-12-10'), aMember('2026-12-10')], {
      ...JOINT_2024,
      capsEachIdentification: true,
    });

    expect(links.at(-1)).toMatchObject({ chainStartsOn: '2026-12-10', position: 1 });
  });

  it('nobody identified, nothing computed', () => {
    expect(computeChain([], JOINT_2024)).toEqual([]);
  });
});

describe('whatever the members', () => {
  it('no day lies after the cap of its chain, and no first day after its last', () => {
    fc.assert(
      fc.property(members, (all) => {
        for (const link of computeChain(all, JOINT_2024)) {
          expect(link.lastDay <= lastDayOfTerm(link.chainStartsOn, 5)).toBe(true);
          expect(link.firstDay <= link.lastDay).toBe(true);
        }
      }),
    );
  });

  it('the order of arrival never matters', () => {
    const shuffled = members.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, arrived]) => {
        expect(computeChain(arrived, JOINT_2024)).toEqual(computeChain(all, JOINT_2024));
      }),
    );
  });

  it('who got which id never matters either', () => {
    fc.assert(
      fc.property(members, (all) => {
        const renamed = all.map((member, index) => ({ ...member, id: `${all.length - index}` }));
        const daysOf = (list: readonly ChainMember[]) =>
          computeChain(list, JOINT_2024).map((link) => ({ ...link, id: 'any' }));
        expect(daysOf(renamed)).toEqual(daysOf(all));
      }),
    );
  });

  it('taking one out and computing again is the same as never having had it', () => {
    fc.assert(
      fc.property(members, fc.nat(), (all, choice) => {
        const annulled = all[choice % Math.max(1, all.length)];
        const before = structuredClone(all);
        computeChain(all, JOINT_2024);
        const remaining = all.filter((member) => member !== annulled);
        const neverHad = before.filter(({ id }) => id !== annulled?.id);
        expect(computeChain(remaining, JOINT_2024)).toEqual(computeChain(neverHad, JOINT_2024));
        expect(all).toEqual(before);
      }),
    );
  });

  it('without a cap, one more identification never shortens anybody’s term', () => {
    fc.assert(
      fc.property(punctualMembers, days, fc.integer({ min: 1, max: 3 }), (all, identifiedOn, termYears) => {
        const added: ChainMember = { id: 'added', identifiedOn, startsOn: identifiedOn, termYears };
        const before = new Map(computeChain(all, UNCAPPED).map(({ id, lastDay }) => [id, lastDay]));
        for (const { id, lastDay } of computeChain([...all, added], UNCAPPED)) {
          expect(lastDay >= (before.get(id) ?? '')).toBe(true);
        }
      }),
    );
  });

  it('under a cap, one more at the end never shortens anybody’s term', () => {
    fc.assert(
      fc.property(punctualMembers, fc.integer({ min: 1, max: 3 }), (all, termYears) => {
        const identifiedOn = localDate('2037-01-01');
        const latest: ChainMember = { id: 'latest', identifiedOn, startsOn: identifiedOn, termYears };
        const before = computeChain(all, JOINT_2024);
        expect(computeChain([...all, latest], JOINT_2024).slice(0, -1)).toEqual(before);
      }),
    );
  });

  it('whoever loses more than half of the term is flagged, and who loses nothing is not', () => {
    fc.assert(
      fc.property(punctualMembers, (all) => {
        const terms = new Map(all.map(({ id, termYears }) => [id, termYears]));
        let end = localDate('0001-01-01');
        for (const link of computeChain(all, JOINT_2024)) {
          const from = link.position === 1 ? link.firstDay : end;
          const kept = monthsBetween(from, link.lastDay);
          const whole = (terms.get(link.id) ?? 0) * 12;
          // Away from the edge, where the length of a month could tip the balance.
          if (Math.abs(kept - whole / 2) > 0.2) expect(link.needsReview).toBe(kept < whole / 2);
          end = link.lastDay;
        }
      }),
    );
  });
});

function monthsBetween(from: string, to: string): number {
  return ((Date.parse(to) - Date.parse(from)) / 86_400_000 / 365.2425) * 12;
}
