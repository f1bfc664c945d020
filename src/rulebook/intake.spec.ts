import { describe, expect, it } from '@jest/globals';
import { localDate } from '../domain/period.js';
import { designationOf } from './case-input.js';
import { evaluate } from './evaluate.js';
import type { Evaluator } from './evaluate.js';
import type { CaseRow } from './golden-case.js';
import { judgeDesignation, REJECTION_ORDER } from './intake.js';
import type { IntakeMemo } from './intake.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import { offenceOf } from './vectors.js';

const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);
const today = localDate('2026-11-21');

function aRow(change: Partial<CaseRow> = {}): ReturnType<typeof designationOf> {
  return designationOf({ ground: 'rent', items: 3, ...change }, localDate('2025-03-03'));
}

describe('judging a row of a sanction list', () => {
  it('a row that names a regime nobody knows is refused at that field', async () => {
    const judgement = await judgeDesignation(rulebook, aRow({ regime: 'cn-nowhere' }), { today });

    expect(judgement).toMatchObject({ verdict: 'rejected', code: 'REGIME_UNDETERMINED', field: 'regime' });
  });

  it('a designation before the first regime has none', async () => {
    const row = designationOf({ ground: 'rent', items: 3 }, localDate('2016-12-31'));

    expect(await judgeDesignation(rulebook, row, { today })).toMatchObject({ code: 'REGIME_NOT_IN_FORCE' });
  });

  it.each([
    { field: 'noticeServedOn', change: { noticeServedOn: localDate('2026-11-22') } },
    {
      field: 'conviction.judgedOn',
      change: { conviction: { offence: '诈骗罪', punished: true, judgedOn: localDate('2026-11-22') } },
    },
  ])('$field may not lie after today', async ({ field, change }) => {
    const judgement = await judgeDesignation(rulebook, { ...aRow(), ...change }, { today });

    expect(judgement).toMatchObject({ verdict: 'rejected', code: 'DATE_IN_FUTURE', field });
  });

  it('a term may start after today', async () => {
    const row = { ...aRow(), termStart: localDate('2027-01-01') };

    expect(await judgeDesignation(rulebook, row, { today })).toMatchObject({ verdict: 'accepted' });
  });

  it('a rejected row has neither category nor notes, but names its regime and the rules', async () => {
    const judgement = await judgeDesignation(rulebook, aRow({ items: 1, isNoticeServed: false }), { today });

    expect(judgement).toEqual({
      verdict: 'rejected',
      code: 'NEEDS_PROVINCE',
      field: 'provinceApprovalNo',
      notes: [],
      regime: 'cn-joint-2024',
      requiredLevel: 'city',
      rules: ['cn-joint-2024/intake/category-2', 'cn-joint-2024/intake/needs-province', 'cn-joint-2024/intake/notice'],
    });
  });

  it('every refusal the rules can give has its place in the order', () => {
    const codes = [...rulebook.regimes.values()].flatMap(({ intake }) =>
      intake.rules.flatMap(({ effect }) => ('reject' in effect ? [effect.reject] : [])),
    );

    expect(codes.filter((code) => !REJECTION_ORDER.some((known) => known === code))).toEqual([]);
  });

  it('a birthday that is not known makes nobody a minor', async () => {
    const row = aRow();
    const passport = { ...row, subject: { ...row.subject, idType: 'passport' as const, idNumber: 'E12345678' } };

    expect(await judgeDesignation(rulebook, passport, { today })).toMatchObject({ verdict: 'accepted', notes: [] });
  });

  it('rows of ordinary variety cost a few evaluations, and the memo changes no verdict', async () => {
    let runs = 0;
    const counting: Evaluator = async (rules, context) => {
      runs += 1;
      return evaluate(rules, context);
    };
    const memo: IntakeMemo = new Map();
    const rows = Array.from({ length: 2000 }, (_, index) => aVariousRow(index));

    for (const [index, row] of rows.entries()) {
      const judgement = await judgeDesignation(rulebook, row, { today }, memo, counting);
      // Every 50th row is judged again without a memo.
      if (index % 50 === 0) expect(judgement).toEqual(await judgeDesignation(rulebook, row, { today }));
    }

    expect(runs).toBeLessThan(100);
    expect(memo.size).toBe(runs);
  });

  it('the day chooses the version: a threshold that changes does not leak through the memo', async () => {
    const text = JSON.stringify(files['parameters/limits.json']);
    const [, values = ''] = /"id":"cn-joint-2024\.items".*?"values":(\[\{.*?\}\])\}/.exec(text) ?? [];
    const later = values.replace('2024-12-01', '2025-06-01').replace('"value":3', '"value":5');
    const both = `${values.slice(0, -1)},${later.slice(1)}`;
    const limits: unknown = JSON.parse(text.replace(values, both));
    const changed = rulebookFromFiles({ ...files, 'parameters/limits.json': limits });
    const memo: IntakeMemo = new Map();
    const on = async (day: string): Promise<string> =>
      (await judgeDesignation(changed, designationOf({ ground: 'rent', items: 3 }, localDate(day)), { today }, memo))
        .verdict;

    expect(await on('2025-05-31')).toBe('accepted');
    expect(await on('2025-06-01')).toBe('rejected');
    expect(await on('2025-05-31')).toBe('accepted');
  });
});

describe('offences as lists spell them', () => {
  it.each([
    ['帮信罪', '帮助信息网络犯罪活动罪'],
    [' 帮助信息网络犯罪活动 ', '帮助信息网络犯罪活动罪'],
    ['偷越国(边)境罪', '偷越国(边)境罪'],
    ['偷越国(边)境罪', '偷越国(边)境罪'],
    ['掩饰隐瞒犯罪所得、犯罪所得收益罪', '掩饰、隐瞒犯罪所得、犯罪所得收益罪'],
    ['盗窃罪、诈骗罪', '诈骗罪'],
    ['盗窃罪', '盗窃罪'],
    ['', ''],
  ])('%s is %s', (written, official) => {
    expect(offenceOf(rulebook.catalogue, written)).toBe(official);
  });
});

function aVariousRow(index: number): ReturnType<typeof designationOf> {
  const grounds = ['rent', 'lend', 'trade', 'impersonation', 'conviction'] as const;
  const ground = grounds[index % grounds.length] ?? 'rent';
  const month = String((index % 12) + 1).padStart(2, '0');
  return designationOf(
    {
      ground,
      items: (index * 7) % 40,
      times: (index * 5) % 9,
      recipients: index % 3,
      organLevel: index % 11 === 0 ? 'county' : 'city',
      bornOn: localDate(`18${80 + (index % 19)}-${month}-03`),
      ...(ground === 'conviction' ? { offence: index % 2 === 0 ? '诈骗罪' : `罪名${index}罪` } : {}),
    },
    localDate(`2025-${month}-15`),
  );
}
