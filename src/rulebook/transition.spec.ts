import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GROUNDS, type Designation, type MeasureTerm } from '../domain/designation.js';
import { daysAfter, localDate, type LocalDate } from '../domain/period.js';
import { withValue } from '../../test/support/rule-files.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import { measuresOf, termsOf } from './terms.js';
import { lighterUnder, newerRegimeOf, type LighterResult, type OldSanction } from './transition.js';

const rulebook = rulebookFromFiles(await readRuleFiles('rules'));
const today = localDate('2026-11-22');

/** A row of a list under an old regime: one bank card lent, identified by a city organ. */
function aRow(change: Partial<Designation> = {}): Designation {
  return {
    subject: { kind: 'person', idType: 'resident_id', idNumber: '110101188001010011', name: '赵试' },
    regime: 'cn-fin-2019',
    ground: 'lend',
    items: 1,
    times: 1,
    recipients: 1,
    itemKinds: ['bank_account'],
    identifiedOn: localDate('2022-11-30'),
    identifyingOrgan: { code: '340100', level: 'city', name: '合肥市公安局' },
    implicatedCards: [],
    ...change,
  };
}

/** Sanctions as the old regime made them of rows. */
function imposed(rows: readonly Designation[]): OldSanction[] {
  const members = rows.map((designation, index) => {
    const { regime, identifiedOn, termStart } = designation;
    const terms = termsOf(rulebook, { regime, category: 'listed', identifiedOn });
    return { id: `s${index}`, identifiedOn, startsOn: termStart ?? identifiedOn, terms, designation };
  });
  const measures = measuresOf(rulebook, rows[0]?.regime ?? '', members);
  return members.map(({ id, startsOn, designation }) => ({
    id,
    startsOn,
    designation,
    isLifted: false,
    measures: measures.get(id) ?? [],
  }));
}

async function lighter(...rows: Designation[]): Promise<Map<string, LighterResult>> {
  const newer = newerRegimeOf(rulebook, rows[0]?.regime ?? '', today);
  return newer === undefined ? new Map() : lighterUnder(rulebook, newer, imposed(rows), today);
}

describe('the regime of today', () => {
  it.each([
    { old: 'cn-fin-2016', newer: 'cn-joint-2024' },
    { old: 'cn-fin-2019', newer: 'cn-joint-2024' },
    { old: 'cn-tel-chongqing-2021', newer: 'cn-joint-2024' },
    { old: 'cn-joint-2024', newer: undefined },
    { old: 'cn-exit-2022', newer: undefined },
    { old: 'cn-nowhere', newer: undefined },
  ])('in the place of $old there is $newer', ({ old, newer }) => {
    expect(newerRegimeOf(rulebook, old, today)?.regime.id).toBe(newer);
  });

  it('has nothing in its place as long as it governs', () => {
    expect(newerRegimeOf(rulebook, 'cn-fin-2019', localDate('2024-11-30'))).toBeUndefined();
  });
});

describe('an old sanction under the newer regime', () => {
  it('of one card lent in 2022 would not be: it takes three (G05)', async () => {
    expect(await lighter(aRow())).toEqual(
      new Map([
        ['s0', { regime: 'cn-joint-2024', listed: false, verdict: 'NEEDS_PROVINCE', measures: [], daysSaved: 374 }],
      ]),
    );
  });

  it('of three cards would have ended after two years, and on its own side of the law only (G05)', async () => {
    const result = (await lighter(aRow({ items: 3 }))).get('s0');

    expect(result).toMatchObject({ listed: true, category: 'category-2', lastDay: '2024-11-30', daysSaved: 374 });
    expect(result?.measures.map(({ measure }) => measure).sort()).toEqual([
      'bank.account.limited',
      'bank.noncounter.outflow',
      'credit.database',
      'payment.account.open',
      'payment.business',
      'wallet.open',
    ]);
  });

  it('is cumulated with the others of its regime, as the newer one cumulates', async () => {
    const results = await lighter(
      aRow({ items: 3, identifiedOn: localDate('2023-01-10') }),
      aRow({ items: 3, identifiedOn: localDate('2023-06-01') }),
    );

    expect([...results.values()].map(({ lastDay }) => lastDay)).toEqual(['2025-01-10', '2027-01-10']);
  });

  it('whose row tells too little is not spoken of', async () => {
    const files = withValue(await readRuleFiles('rules'), 'I-6', '2016-01-02', false);
    const switchedOff = rulebookFromFiles(files);
    const newer = newerRegimeOf(switchedOff, 'cn-fin-2019', today);
    if (newer === undefined) throw new Error('There is a newer regime');
    const row = aRow({ items: 3, conductOn: localDate('2022-11-01') });

    expect(await lighterUnder(switchedOff, newer, imposed([row]), today)).toEqual(new Map());
  });

  it('is never proposed to become heavier: nothing is asked of anybody on a day on which nothing is asked now', async () => {
    const days = fc.integer({ min: 0, max: 1339 }).map((offset) => daysAfter(localDate('2021-04-01'), offset));
    const rows = fc.array(
      fc.record({
        ground: fc.constantFrom(...GROUNDS),
        items: fc.integer({ min: 0, max: 4 }),
        times: fc.integer({ min: 0, max: 4 }),
        recipients: fc.integer({ min: 0, max: 4 }),
        identifiedOn: days,
        level: fc.constantFrom('county' as const, 'city' as const, 'province' as const),
        termYears: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
        offence: fc.constantFrom('诈骗罪', '盗窃罪'),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const regimes = fc.constantFrom('cn-fin-2019', 'cn-tel-chongqing-2021', 'cn-tel-guizhou-2021');

    await fc.assert(
      fc.asyncProperty(rows, regimes, async (said, regime) => {
        const designations = said.map(({ level, termYears, offence, ...row }) =>
          aRow({
            ...row,
            regime,
            conviction: { offence, punished: true },
            identifyingOrgan: { code: '500000', level, name: '重庆市公安局' },
            ...(termYears === undefined ? {} : { termYears }),
          }),
        );
        const old = imposed(designations);
        for (const [id, result] of await lighter(...designations)) {
          const measures = old.find((sanction) => sanction.id === id)?.measures ?? [];
          expect(result.daysSaved).toBeGreaterThanOrEqual(0);
          for (const term of result.measures) expect(isAskedToTheEnd(term, measures)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Whether an old measure asks the same of the same party on the last day of a newer one. */
function isAskedToTheEnd(newer: MeasureTerm, old: readonly MeasureTerm[]): boolean {
  const asked = (term: MeasureTerm): unknown[] => {
    const measure = rulebook.catalogue.measures[term.measure];
    return [measure?.party, measure?.directive?.action];
  };
  const [party, action] = asked(newer);
  const day: LocalDate = newer.lastDay;
  return old.some((term) => asked(term)[0] === party && asked(term)[1] === action && day <= term.lastDay);
}
