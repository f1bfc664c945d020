import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import { CARD_KINDS, GROUNDS } from '../domain/designation.js';
import { DECISION_FACTS } from '../domain/facts.js';
import { localDate } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { designationOf, inputOf } from './case-input.js';
import { answerNow, decide, decideNow } from './decide.js';
import type { Decision } from './decide.js';
import { evaluate } from './evaluate.js';
import { parseFiles } from './files.js';
import { judgeDesignation } from './intake.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import { measuresOf, termsOf } from './terms.js';

// A failing run is repeated with `SEED=… npm test -- compiled-decisions`.
const SEED = Number(process.env['SEED'] ?? Date.now() % 2_147_483_647);
const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);
const caseFiles = parseFiles(files).parsed.cases;

/** The decision, or the words it was refused with. */
async function outcomeOf(deciding: () => Decision | Promise<Decision>): Promise<unknown> {
  try {
    return await deciding();
  } catch (error) {
    return String(error);
  }
}

async function expectSameThroughBoth(input: DecisionInput): Promise<void> {
  const compiled = await outcomeOf(() => decideNow(rulebook, input));
  expect(compiled).toEqual(await outcomeOf(() => decide(rulebook, input, evaluate)));
}

describe('golden cases, compiled and through json-rules-engine', () => {
  const cases = caseFiles.flatMap(({ path, content }) => content.cases.map((golden) => ({ path, content, golden })));
  const asked = cases.flatMap(({ path, content, golden }) => ('ask' in golden ? [{ path, content, golden }] : []));
  const judged = cases.flatMap(({ path, content, golden }) => ('intake' in golden ? [{ path, content, golden }] : []));

  it('there are questions and rows among them', () => {
    expect(asked.length).toBeGreaterThan(30);
    expect(judged.length).toBeGreaterThan(20);
  });

  it('every question has the same answer and the same trace', async () => {
    for (const { content, golden } of asked) await expectSameThroughBoth(inputOf(rulebook, content, golden));
  });

  it('every row of a list has the same judgement', async () => {
    for (const { content, golden } of judged) {
      const row = content.rows?.[golden.intake];
      if (row === undefined) throw new Error(`${golden.id} names no row`);
      const designation = designationOf({ ...row, ...golden.with }, golden.on);
      const today = golden.today ?? localDate('2026-11-21');

      const compiled = await judgeDesignation(rulebook, designation, { today });

      expect(compiled).toEqual(await judgeDesignation(rulebook, designation, { today }, new Map(), evaluate));
    }
  });
});

const aDay = fc
  .date({ min: new Date('2019-04-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => localDate(date.toISOString().slice(0, 10)));
const regimes = [...rulebook.regimes.values()].map(({ regime }) => regime);

interface Imposed {
  regime: string;
  category: string;
  identifiedOn: LocalDate;
  isMinor: boolean;
  subjectKind: 'person' | 'unit';
  ground: (typeof GROUNDS)[number];
  appeal?: 'pending' | 'none';
  liftedAt?: string;
}

const anImposedSanction: fc.Arbitrary<Imposed> = fc.constantFrom(...regimes).chain((regime) =>
  fc.record(
    {
      regime: fc.constant(regime.id),
      category: fc.constantFrom(...Object.keys(regime.categories)),
      identifiedOn: aDay.map((day) => (day < regime.governs.from ? regime.governs.from : day)),
      isMinor: fc.boolean(),
      subjectKind: fc.constantFrom('person' as const, 'unit' as const),
      ground: fc.constantFrom(...GROUNDS),
      appeal: fc.constantFrom('pending' as const, 'none' as const),
      liftedAt: aDay.map((day) => `${day}T12:00:00.000+08:00`),
    },
    { requiredKeys: ['regime', 'category', 'identifiedOn', 'isMinor', 'subjectKind', 'ground'] },
  ),
);

function recordsOf(imposed: readonly Imposed[]): SanctionRecord[] {
  const members = imposed.map((one, index) => ({
    ...one,
    id: `s${index}`,
    startsOn: one.identifiedOn,
    terms: termsOf(rulebook, one),
  }));
  return members.map(({ terms: _terms, ...member }) => ({
    ...member,
    organ: { code: '340100', level: 'city', name: '合肥市公安局' },
    measures:
      measuresOf(
        rulebook,
        member.regime,
        members.filter(({ regime }) => regime === member.regime),
      ).get(member.id) ?? [],
  }));
}

const aDayOrNone = fc.oneof(aDay, fc.constant('none' as const));
const anInstant = fc.oneof(
  aDay.map((day) => `${day}T23:30:00.000+08:00`),
  fc.constant('none'),
);
const aCount = fc.integer({ min: 0, max: 8 });
const yesNo = fc.constantFrom('yes' as const, 'no' as const, 'none' as const);
const anInput: fc.Arbitrary<DecisionInput> = fc.record({
  question: fc.constantFrom(...Object.keys(rulebook.catalogue.questions)),
  asOf: aDay.map((day) => `${day}T10:00:00.000+08:00`),
  language: fc.constantFrom('zh-CN', 'en'),
  request: fc.record(
    {
      channel: fc.constantFrom(...DECISION_FACTS.channel.values, 'pigeon'),
      purpose: fc.constantFrom(...DECISION_FACTS.purpose.values, 'ransom'),
      realName: yesNo,
      inPerson: yesNo,
      agreementSince: aDayOrNone,
      accountClass: fc.constantFrom(...DECISION_FACTS.accountClass.values),
      openingConcern: fc.constantFrom(...DECISION_FACTS.openingConcern.values),
      policeApproval: fc.constantFrom(...DECISION_FACTS.policeApproval.values),
    },
    { requiredKeys: ['channel', 'purpose', 'realName', 'inPerson', 'agreementSince'] },
  ),
  card: fc.record(
    {
      kind: fc.constantFrom(...CARD_KINDS, 'none' as const),
      status: fc.constantFrom('active', 'suspended', 'closed', 'none'),
      listing: fc.constantFrom('clear', 'implicated', 'suspicious', 'none'),
      isFraudRisk: yesNo,
      openedOn: aDayOrNone,
      firstTransactionOn: fc.oneof(aDayOrNone, fc.constant('never' as const)),
      reverification: fc.constantFrom(...DECISION_FACTS.reverification.values),
      noticedAt: anInstant,
      verifiedAt: anInstant,
      phoneSharing: fc.constantFrom(...DECISION_FACTS.phoneSharing.values),
    },
    { requiredKeys: ['kind', 'status', 'listing', 'isFraudRisk'] },
  ),
  holder: fc.record(
    {
      listing: fc.constantFrom(...DECISION_FACTS.holderListing.values),
      hasImplicatedAccount: yesNo,
      simsAtCarrier: aCount,
      debitCardsAtBank: aCount,
      classOneAccountsAtBank: aCount,
      classThreeAccountsAtInstitution: aCount,
      retainedSim: fc.constantFrom(...DECISION_FACTS.retainedSim.values),
      retainedSimCarrier: fc.constantFrom(...DECISION_FACTS.retainedSimCarrier.values),
      otherUsableSim: yesNo,
    },
    { requiredKeys: [] },
  ),
  nameMatch: fc.constantFrom('same', 'differs', 'none'),
  sanctions: fc.array(anImposedSanction, { maxLength: 3 }).map(recordsOf),
});

describe(`random questions under the real rulebook, seed ${SEED}`, () => {
  it('json-rules-engine gives the same answer with the same trace', async () => {
    await fc.assert(fc.asyncProperty(anInput, expectSameThroughBoth), { seed: SEED, numRuns: 1_500 });
  });

  it('the answer is the same whether or not it is traced, and again when it is asked again', () => {
    fc.assert(
      fc.property(anInput, (input) => {
        const first = answerNow(rulebook, input);

        expect(first).toEqual(decideNow(rulebook, input).answer);
        expect(first).toEqual(answerNow(rulebook, input));
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  it('questions asked all at once are answered as questions asked one after the other', async () => {
    const inputs = fc.sample(anInput, { seed: SEED, numRuns: 100 });

    const atOnce = await Promise.all(inputs.map((input) => decide(rulebook, input, evaluate)));
    const inTurn = inputs.map((input) => decideNow(rulebook, input));

    expect(inTurn).toEqual(atOnce);
  });

  it('an instant written with another offset is the day it is in Shanghai', () => {
    fc.assert(
      fc.property(anInput, (input) => {
        const sameInstant = { ...input, asOf: new Date(input.asOf).toISOString() };

        expect(answerNow(rulebook, sameInstant)).toEqual(answerNow(rulebook, input));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe('an answer', () => {
  it('comes without a promise, and what it shares with other answers cannot be changed', () => {
    const [golden] = caseFiles.flatMap(({ content }) =>
      content.cases.flatMap((one) =>
        'ask' in one && one.expect.outcome === 'DENY' ? [inputOf(rulebook, content, one)] : [],
      ),
    );
    if (golden === undefined) throw new Error('no golden case denies');

    const { reasons } = answerNow(rulebook, golden);

    expect(() => reasons[0]?.basis.pop()).toThrow(/Cannot delete property/);
    expect(() => reasons[0]?.interpretations.push('I-99')).toThrow(/object is not extensible/);
    expect(answerNow(rulebook, golden).reasons).toEqual(reasons);
  });
});
