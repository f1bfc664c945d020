import { describe, expect, it } from '@jest/globals';
import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import { localDate } from '../domain/period.js';
import { decide } from './decide.js';
import { evaluate } from './evaluate.js';
import type { Evaluator } from './evaluate.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import { measuresOf, termsOf } from './terms.js';

const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);

function aSanction(change: Partial<SanctionRecord> = {}): SanctionRecord {
  const {
    id = 's1',
    regime = 'cn-joint-2024',
    category = 'category-2',
    identifiedOn = localDate('2024-12-10'),
  } = change;
  const terms = termsOf(rulebook, { regime, category, identifiedOn });
  const measures = measuresOf(rulebook, regime, [{ id, identifiedOn, startsOn: identifiedOn, terms }]).get(id) ?? [];
  return {
    id,
    regime,
    category,
    ground: 'rent',
    subjectKind: 'person',
    isMinor: false,
    identifiedOn,
    startsOn: identifiedOn,
    organ: { code: '340100', level: 'city', name: '合肥市公安局' },
    measures,
    ...change,
  };
}

function anInput(change: Partial<DecisionInput> = {}): DecisionInput {
  return {
    question: 'bank_account.outflow',
    asOf: '2025-01-05T10:00:00.000+08:00',
    language: 'zh-CN',
    request: { channel: 'online', purpose: 'transfer', realName: 'none', inPerson: 'none', agreementSince: 'none' },
    card: { kind: 'bank_account', status: 'none', listing: 'clear', isFraudRisk: 'none' },
    nameMatch: 'none',
    sanctions: [aSanction()],
    ...change,
  };
}

describe('answering a question', () => {
  it('the answer says which measure, on what text, until when, and what to tell the customer', async () => {
    const { answer } = await decide(rulebook, anInput());

    expect(answer).toEqual({
      outcome: 'DENY',
      reasons: [
        {
          rule: 'cn-joint-2024/bank/outflow',
          effect: 'DENY',
          measure: 'bank.noncounter.outflow',
          basis: [
            {
              source: 'joint-measures-2024',
              article: 'F1',
              title: '《电信网络诈骗及其关联违法犯罪联合惩戒办法》 金融惩戒:非柜面出金(条号未读)',
            },
            {
              source: 'bank-practice',
              article: 'non-counter',
              title: '银行对“非柜面业务”的通常解释 自动柜员机、网上和手机银行、POS、快捷支付均为非柜面',
            },
          ],
          confidence: 'official',
          interpretations: ['I-1', 'I-2', 'I-3'],
          lastDay: '2026-12-10',
          releaseAt: '2026-12-11T00:00:00+08:00',
          tellCustomer:
            '经合肥市公安局认定,您名下账户的非柜面出金功能限制至2026-12-10(含当日)。入账不受影响,本人可到柜面办理。',
          remedy: {
            organ: '合肥市公安局',
            how: '对认定有异议的,可以向作出认定的公安机关(合肥市公安局)申诉;申诉的形式和期限以惩戒告知书为准。',
          },
        },
      ],
      excused: [],
      limits: [],
      weakestConfidence: 'official',
      lastDay: '2026-12-10',
    });
  });

  it('every sentence of an answer is in the language of the asker', async () => {
    const { answer } = await decide(rulebook, anInput({ language: 'en', nameMatch: 'differs' }));
    const [reason] = answer.reasons;
    const sanction = aSanction();

    const text = JSON.stringify({ ...reason, remedy: reason?.remedy.how }).replaceAll(sanction.organ.name, '');
    expect(text).not.toMatch(/\p{Script=Han}/u);
  });

  it('no sanction, and no rule about cards on the question: ALLOW, and no rule is run', async () => {
    const refusing: Evaluator = () => {
      throw new Error('a rule was run');
    };
    const input = anInput({ question: 'sms_port.open', sanctions: [], nameMatch: 'differs' });

    const decision = await decide(rulebook, input, refusing);

    expect(decision).toEqual({
      answer: { outcome: 'ALLOW', reasons: [], excused: [], limits: [], weakestConfidence: 'enacted' },
      trace: [],
    });
  });

  it('the trace names each rule asked, its version, the sanction, the values it read and what excused it', async () => {
    const request = { ...anInput().request, purpose: 'tax', agreementSince: localDate('2022-05-01') };

    const { trace } = await decide(rulebook, anInput({ request }));

    expect(trace).toContainEqual({
      rule: 'cn-joint-2024/bank/outflow',
      from: '2024-12-01',
      sanctionId: 's1',
      values: { channel: 'online' },
      fired: true,
      excusedBy: 'cn-joint-2024/bank/livelihood-agreed',
    });
    expect(trace).toContainEqual({
      rule: 'cn-joint-2024/bank/livelihood-agreed',
      from: '2024-12-01',
      sanctionId: 's1',
      values: {
        purpose: 'tax',
        'cn-joint-2024.livelihood': ['tax', 'social_insurance', 'water', 'electricity', 'gas'],
        agreementSince: '2022-05-01',
        sanctionStartsOn: '2024-12-10',
      },
      fired: true,
    });
  });

  it('the order of the sanctions changes no answer', async () => {
    const sanctions = [
      aSanction(),
      aSanction({ id: 's2', regime: 'cn-fin-2019', category: 'listed', identifiedOn: localDate('2022-06-01') }),
      aSanction({ id: 's3', regime: 'cn-fin-2019', category: 'listed', identifiedOn: localDate('2023-06-01') }),
    ];

    const forwards = await decide(rulebook, anInput({ sanctions }));
    const backwards = await decide(rulebook, anInput({ sanctions: sanctions.toReversed() }));

    expect(backwards.answer).toEqual(forwards.answer);
    expect(forwards.answer.lastDay).toBe('2028-06-01');
  });

  it('the last day of the answer is the longest of its strictest reasons', async () => {
    const old = aSanction({
      id: 's2',
      regime: 'cn-fin-2019',
      category: 'listed',
      identifiedOn: localDate('2022-06-01'),
    });

    const { answer } = await decide(
      rulebook,
      anInput({ question: 'bank_account.open', sanctions: [aSanction(), old] }),
    );

    expect(answer).toMatchObject({ outcome: 'DENY', lastDay: '2027-06-01', limits: [] });
    expect(answer.reasons.map(({ effect }) => effect)).toEqual(['DENY', 'ALLOW_LIMITED']);
  });

  it('a question nobody knows is a problem', async () => {
    await expect(decide(rulebook, anInput({ question: 'bank_account.burn' }))).rejects.toMatchObject({
      code: 'question-unknown',
    });
    await expect(decide(rulebook, anInput({ question: 'toString' }))).rejects.toMatchObject({
      code: 'question-unknown',
    });
  });

  it('a day before the first formalised day is refused, not answered', async () => {
    await expect(decide(rulebook, anInput({ asOf: '2016-12-31T23:59:59.999+08:00' }))).rejects.toMatchObject({
      code: 'day-before-rulebook',
      parameters: { firstDay: '2017-01-01' },
    });
  });

  it('a sanction of a regime the rulebook does not know stops the decision: neither ALLOW nor DENY', async () => {
    const foreign = { ...aSanction(), regime: 'cn-elsewhere' };

    await expect(decide(rulebook, anInput({ sanctions: [foreign] }))).rejects.toThrow(/cn-elsewhere/);
  });

  it('an evaluator that loses a rule stops the decision', async () => {
    const losing: Evaluator = async (rules, context) => (await evaluate(rules, context)).slice(1);

    await expect(decide(rulebook, anInput(), losing)).rejects.toThrow(/no result/);
  });

  it('a purpose nobody knows is exempt from nothing', async () => {
    const request = { ...anInput().request, purpose: 'tithe', agreementSince: localDate('2000-01-01') };

    expect((await decide(rulebook, anInput({ request }))).answer.outcome).toBe('DENY');
  });
});

describe('what else is known', () => {
  it('whoever has no sanction is asked about her card all the same', async () => {
    const card = { ...anInput().card, openedOn: localDate('2024-01-08'), firstTransactionOn: 'never' as const };

    const { answer } = await decide(rulebook, anInput({ sanctions: [], card }));

    expect(answer).toMatchObject({ outcome: 'DENY', reasons: [{ rule: 'cards/reverification/dormant-bank-account' }] });
  });

  it('what an input from before does not say is the same as none of it', async () => {
    const { card, request } = anInput();
    const said = anInput({
      request: { ...request, accountClass: 'none', openingConcern: 'none', policeApproval: 'none' },
      card: {
        ...card,
        openedOn: 'none',
        firstTransactionOn: 'none',
        noticedAt: 'none',
        verifiedAt: 'none',
        reverification: 'none',
        phoneSharing: 'none',
      },
      holder: { listing: 'none', simsAtCarrier: 0, retainedSim: 'none', otherUsableSim: 'none' },
      sanctions: [aSanction({ appeal: 'none' })],
    });

    expect(await decide(rulebook, said)).toEqual(await decide(rulebook, anInput()));
  });

  it('a lifted sanction restricts nothing, cumulates with nothing and softens nothing', async () => {
    const lifted = aSanction({ id: 's2', liftedAt: '2025-01-05T10:00:00.000+08:00' });

    const { answer } = await decide(rulebook, anInput({ sanctions: [lifted], nameMatch: 'differs' }));
    const beside = await decide(rulebook, anInput({ sanctions: [aSanction(), lifted] }));

    expect(answer).toMatchObject({ outcome: 'ALLOW', reasons: [] });
    expect(beside.answer.reasons.map(({ interpretations }) => interpretations)).toEqual([['I-1', 'I-2', 'I-3']]);
  });

  it('a pending appeal is shown, and the reason rests on the interpretation that it suspends nothing', async () => {
    const { answer } = await decide(rulebook, anInput({ sanctions: [aSanction({ appeal: 'pending' })] }));

    expect(answer).toMatchObject({ outcome: 'DENY', weakestConfidence: 'interpretation' });
    expect(answer.reasons[0]).toMatchObject({ appeal: 'pending', interpretations: ['I-1', 'I-2', 'I-3', 'I-10'] });
  });

  it('the sanction beside it that was identified last is named, in whichever order they come', async () => {
    const old = aSanction({
      id: 'old',
      regime: 'cn-fin-2019',
      category: 'listed',
      identifiedOn: localDate('2022-06-01'),
    });
    const request = {
      ...anInput().request,
      purpose: 'tax',
      agreementSince: localDate('2019-05-01'),
    };
    const rulesOf = async (sanctions: SanctionRecord[]) =>
      (await decide(rulebook, anInput({ request, sanctions }))).answer.reasons.map(({ rule }) => rule);

    const rules = await rulesOf([old, aSanction()]);

    expect(rules).toContain('cn-fin-2019/bank/livelihood-under-both');
    expect(await rulesOf([aSanction(), old])).toEqual(rules);
  });
});

describe('switches and versions', () => {
  it('with I-7 off nobody knows what is kept under the 2024 Measures: a human decides', async () => {
    const text = JSON.stringify(files['parameters/interpretations.json']);
    const off = text.replace(/("id":"I-7".*?"value":)true/, '$1false');
    const other = rulebookFromFiles({ ...files, 'parameters/interpretations.json': JSON.parse(off) });
    const card = { ...anInput().card, kind: 'mobile_sim' as const };
    const input = anInput({ question: 'mobile_sim.restore', card });

    expect((await decide(rulebook, input)).answer.outcome).toBe('ALLOW_LIMITED');
    expect((await decide(other, input)).answer.outcome).toBe('REVIEW');
  });

  it('with I-5 off a sanction under the old rule restricts nothing after the 2024 Measures', async () => {
    const text = JSON.stringify(files['parameters/interpretations.json']);
    const off = text.replace(/("id":"I-5".*?"value":)true/, '$1false');
    const other = rulebookFromFiles({ ...files, 'parameters/interpretations.json': JSON.parse(off) });
    const old = aSanction({ regime: 'cn-fin-2019', category: 'listed', identifiedOn: localDate('2022-06-01') });
    const on = async (book: typeof rulebook, asOf: string) =>
      (await decide(book, anInput({ asOf, sanctions: [old] }))).answer.outcome;

    expect(await on(other, '2024-11-30T23:59:59+08:00')).toBe('DENY');
    expect(await on(other, '2024-12-01T00:00:00+08:00')).toBe('ALLOW');
    expect(await on(rulebook, '2024-12-01T00:00:00+08:00')).toBe('DENY');
  });

  it('a rule that ends says nothing from the next day', async () => {
    const text = JSON.stringify(files['cn-joint-2024/bank.rules.json']);
    const ending = text.replace(
      '"versions":[{"from":"2024-12-01"',
      '"versions":[{"from":"2024-12-01","to":"2025-06-30"',
    );
    const other = rulebookFromFiles({ ...files, 'cn-joint-2024/bank.rules.json': JSON.parse(ending) });
    const on = async (asOf: string) => (await decide(other, anInput({ asOf }))).answer.outcome;

    expect(await on('2025-06-30T23:59:59+08:00')).toBe('DENY');
    expect(await on('2025-07-01T00:00:00+08:00')).toBe('ALLOW');
  });
});
