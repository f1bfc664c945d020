import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GROUNDS } from '../domain/designation.js';
import { dayAfter, localDate } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { differenceOf } from './answer-difference.js';
import { answerNow } from './decide.js';
import type { RuleFiles } from './files.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import type { Rulebook } from './rulebook.js';
import { inputOn, standardQuestions } from './standard-questions.js';
import { measuresOf, termsOf } from './terms.js';
import { WhatIf } from './what-if.js';
import type { ListedSanction, SanctionedSubject } from './what-if.js';
import type { WhatIfReport } from './what-if-report.js';

const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);
const TODAY = localDate('2026-11-22');

/** The rulebook with one text of its JSON replaced; the text must be there. */
function changed(path: string, from: string, to: string): Rulebook {
  const text = JSON.stringify(files[path]);
  expect(text).toContain(from);
  const copy: RuleFiles = { ...files, [path]: JSON.parse(text.replace(from, to)) };
  return rulebookFromFiles(copy);
}

/** Category 2 of the 2024 Measures lasts one year instead of two. */
function withShorterTerm(): Rulebook {
  const text = JSON.stringify(files['parameters/terms.json']);
  const at = text.indexOf('"cn-joint-2024.category-2.term"');
  const value = text.indexOf('"value":2', at);
  return rulebookFromFiles({
    ...files,
    'parameters/terms.json': JSON.parse(`${text.slice(0, value)}"value":1${text.slice(value + 9)}`),
  });
}

/** Whoever is under the 2024 Measures may not move money even at the counter. */
function withStricterOutflow(): Rulebook {
  return changed(
    'cn-joint-2024/bank.rules.json',
    '"operator":"notEqual","value":"counter"',
    '"operator":"notEqual","value":"pos"',
  );
}

interface Sanctioned {
  regime?: string;
  category?: string;
  identifiedOn: string;
  more?: Partial<ListedSanction>;
}

function subject(id: string, ...all: Sanctioned[]): SanctionedSubject {
  const imposed = all.map(({ regime = 'cn-joint-2024', category = 'category-2', identifiedOn }, place) => {
    const day = localDate(identifiedOn);
    const terms = termsOf(rulebook, { regime, category, identifiedOn: day });
    return { id: `${id}-${place}`, regime, category, identifiedOn: day, startsOn: day, terms };
  });
  const sanctions = imposed.map((sanction, place): ListedSanction => {
    const chain = imposed.filter(({ regime }) => regime === sanction.regime);
    const measures = measuresOf(rulebook, sanction.regime, chain).get(sanction.id) ?? [];
    return {
      ...sanction,
      ground: 'rent',
      subjectKind: 'person',
      isMinor: false,
      organ: { code: '500000', level: 'city', name: '示例市公安局' },
      measures: measures
        .map(({ measure, firstDay, lastDay }) => ({ measure, firstDay, lastDay }))
        .toSorted((left, right) => (left.measure < right.measure ? -1 : 1)),
      approvedUnder: rulebook,
      ...all[place]?.more,
    };
  });
  return { id, sanctions };
}

function reportOf(after: Rulebook, subjects: readonly SanctionedSubject[], day = TODAY): WhatIfReport {
  const whatIf = new WhatIf(rulebook, after, day);
  for (const one of subjects) whatIf.add(one);
  return whatIf.report();
}

describe('what-if', () => {
  it('a rulebook compared with itself changes nothing for anybody', () => {
    const report = reportOf(rulebook, [subject('a', { identifiedOn: '2025-12-01' })]);

    expect(report).toMatchObject({ subjects: 1, sanctions: 1, mostAffected: 0, terms: { regimes: [] } });
    expect(report.days).toEqual([expect.objectContaining({ day: TODAY, withTermsAnew: null, withoutSanction: [] })]);
  });

  it('a stricter rule names whom it restricts, in which question, by which rule and article', () => {
    const running = subject('running', { identifiedOn: '2025-12-01' });
    const ended = subject('ended', { identifiedOn: '2024-12-01', more: { measures: [] } });

    const { days, mostAffected } = reportOf(withStricterOutflow(), [running, ended]);

    const effect = days[0]?.byPublication;
    expect(mostAffected).toBe(1);
    expect(effect?.samples.restricted).toEqual(['running']);
    expect(effect?.regimes).toEqual([{ regime: 'cn-joint-2024', subjects: 1 }]);
    expect(effect?.questions.find(({ question }) => question === 'bank_account.outflow')?.transitions).toContainEqual({
      situation: { channel: 'counter', purpose: 'withdrawal' },
      from: 'ALLOW',
      to: 'DENY',
      subjects: 1,
    });
    expect(effect?.rules).toContainEqual({
      rule: 'cn-joint-2024/bank/outflow',
      how: 'added',
      articles: expect.arrayContaining(['joint-measures-2024#F1']),
      subjects: 1,
    });
  });

  it('a shorter term releases nobody by publication; with terms computed anew it does, and says whom', () => {
    const released = subject('over under one year', { identifiedOn: '2025-06-01' });
    const shorter = subject('still running under one year', { identifiedOn: '2026-06-01' });
    const other = subject('of the other category', { category: 'category-1', identifiedOn: '2025-06-01' });

    const { days, terms } = reportOf(withShorterTerm(), [released, shorter, other]);

    const [day] = days;
    expect(terms).toEqual({ regimes: ['cn-joint-2024'], shortened: 2, lengthened: 0, uncomputable: 0 });
    expect(day?.byPublication.subjects.affected).toBe(0);
    expect(day?.withTermsAnew?.samples.released).toEqual(['over under one year']);
    expect(day?.withTermsAnew?.samples.changed).toContain('still running under one year');
    expect(day?.withTermsAnew?.subjects.affected).toBe(2);
  });

  it('a term that a list named shorter than the law stays as short', () => {
    const named = subject('one year by the list', { identifiedOn: '2026-06-01' });
    const sanctions = named.sanctions.map((sanction) => ({
      ...sanction,
      terms: Object.fromEntries(Object.keys(sanction.terms).map((measure) => [measure, 1])),
      measures: sanction.measures.map((term) => ({ ...term, lastDay: localDate('2027-06-01') })),
    }));

    const { terms } = reportOf(withShorterTerm(), [{ ...named, sanctions }]);

    expect(terms).toMatchObject({ shortened: 0, lengthened: 0 });
  });

  it('a rule that begins to differ on a later day is asked about on that day too', () => {
    const later = changed(
      'cn-joint-2024/bank.rules.json',
      '"versions":[{"from":"2024-12-01","conditions":{"fact":"channel","operator":"notEqual","value":"counter"}}]',
      '"versions":[{"from":"2024-12-01","conditions":{"fact":"channel","operator":"notEqual","value":"counter"}},{"from":"2027-03-01","conditions":{"fact":"channel","operator":"notEqual","value":"pos"}}]',
    );

    const { days } = reportOf(later, [subject('a', { identifiedOn: '2025-12-01' })]);

    expect(days.map(({ day, byPublication }) => [day, byPublication.subjects.restricted])).toEqual([
      [TODAY, 0],
      ['2027-03-01', 1],
    ]);
  });

  it('a rulebook without the regime of a sanction leaves its subject without an answer, and the report says so', () => {
    const unknown = subject('a', { identifiedOn: '2025-12-01' });
    const sanctions = unknown.sanctions.map((sanction) => ({ ...sanction, regime: 'cn-nowhere-1900' }));

    const { days } = reportOf(withStricterOutflow(), [{ ...unknown, sanctions }]);

    expect(days[0]?.unanswered).toEqual({
      subjects: 1,
      samples: ['a'],
      errors: ['the rulebook has no regime cn-nowhere-1900'],
    });
  });

  it('samples are the first twenty, and the counts are all', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      subject(String(index).padStart(2, '0'), { identifiedOn: '2025-12-01' }),
    );

    const { days } = reportOf(withStricterOutflow(), many);

    expect(days[0]?.byPublication.subjects.restricted).toBe(30);
    expect(days[0]?.byPublication.samples.restricted).toEqual(many.slice(0, 20).map(({ id }) => id));
  });
});

describe('subjects that are asked about once for many', () => {
  const candidates = [withStricterOutflow(), withShorterTerm()];
  const kinds = [...rulebook.regimes.values()].flatMap(({ regime }) =>
    Object.keys(regime.categories).map((category) => ({ regime: regime.id, category, from: regime.governs.from })),
  );
  const questions = standardQuestions(rulebook.catalogue);

  const aSanctioned = fc
    .record({
      kind: fc.constantFrom(...kinds),
      days: fc.integer({ min: 0, max: 3000 }),
      ground: fc.constantFrom(...GROUNDS),
      isMinor: fc.boolean(),
      isLate: fc.boolean(),
      appeal: fc.constantFrom('pending' as const, 'none' as const),
      isLifted: fc.boolean(),
    })
    .map(({ kind, days, ground, isMinor, isLate, appeal, isLifted }): Sanctioned => {
      const identifiedOn = daysAfter(kind.from, days);
      return {
        ...kind,
        identifiedOn,
        more: {
          ground,
          isMinor,
          appeal,
          ...(isLate ? { startsOn: dayAfter(identifiedOn) } : {}),
          ...(isLifted ? { liftedAt: '2026-01-01T00:00:00.000+08:00' } : {}),
        },
      };
    });
  const someSubjects = fc.array(fc.array(aSanctioned, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 });

  it('the counts are those of asking every question about everybody', () => {
    fc.assert(
      fc.property(someSubjects, fc.constantFrom(...candidates), (people, after) => {
        const subjects = people.map((sanctions, index) => subject(String(index), ...sanctions));

        const { days } = reportOf(after, subjects);

        const affected = subjects.filter((one) => questions.some((asked) => differs(asked, one, after)));
        expect(days[0]?.byPublication.subjects.affected).toBe(affected.length);
      }),
      { numRuns: 60 },
    );
  });

  function differs(asked: (typeof questions)[number], { sanctions }: SanctionedSubject, after: Rulebook): boolean {
    const input = inputOn(TODAY, asked, sanctions);
    return differenceOf(answerNow(rulebook, input), answerNow(after, input)) !== undefined;
  }
});

function daysAfter(from: LocalDate, days: number): LocalDate {
  return localDate(new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10));
}
