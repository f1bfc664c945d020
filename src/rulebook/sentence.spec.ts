import { describe, expect, it } from '@jest/globals';
import { DECISION_FACTS, INTAKE_FACTS } from '../domain/facts.js';
import { localDate } from '../domain/period.js';
import { checkWording } from './check-wording.js';
import { conditionSentence, plainly } from './condition-sentence.js';
import { parseFiles } from './files.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import type { Condition, Text } from './rulebook.js';
import { decisionSentence, intakeSentence, settingOfGeneral, settingOfRegime } from './sentence.js';
import type { RuleSetting } from './sentence.js';
import { Words } from './words.js';

const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);
const day = localDate('2026-11-21');

function settings(): RuleSetting[] {
  return [
    ...[...rulebook.regimes.values()].map((loaded) => settingOfRegime(rulebook, loaded)),
    ...rulebook.general.map((file) => settingOfGeneral(rulebook, file)),
  ];
}

/** What a rule of the project's rulebook says in its first version. */
function sentence(id: string, language: keyof Text): string {
  for (const setting of settings()) {
    const rule = setting.rules.find((candidate) => candidate.id === id);
    const version = rule?.versions[0];
    if (rule !== undefined && version !== undefined) return decisionSentence(setting, rule, version, { day, language });
  }
  for (const loaded of rulebook.regimes.values()) {
    const rule = loaded.intake.rules.find((candidate) => candidate.id === id);
    const version = rule?.versions[0];
    if (rule === undefined || version === undefined) continue;
    return intakeSentence(settingOfRegime(rulebook, loaded), rule, version, { day, language });
  }
  throw new Error(`there is no rule ${id}`);
}

/** All sentences of the rulebook, with the rules. */
function everySentence(language: keyof Text): { rule: string; text: string }[] {
  const rules = settings().flatMap((setting) => setting.rules.map(({ id }) => id));
  const intake = [...rulebook.regimes.values()].flatMap((loaded) => loaded.intake.rules.map(({ id }) => id));
  return [...rules, ...intake].map((id) => ({ rule: id, text: sentence(id, language) }));
}

function said(condition: Condition, language: keyof Text, named: Record<string, Condition> = {}): string {
  const words = new Words(rulebook, language, day, undefined, false);
  return conditionSentence(plainly(condition, named), words, language);
}

describe('the sentence of a rule', () => {
  it('says since when, under which measure, for what, on what condition, to what effect, how surely, and what is excepted', () => {
    expect(sentence('cn-joint-2024/bank/wallet-open', 'en')).toBe(
      'From 2024-12-01, while “No new real-name e-CNY wallet” is in force, “Open an e-CNY wallet”: refused; unless ' +
        '“Anonymous wallets are not named: a human decides” (the wallet is anonymous: decided by a person (by default: ' +
        'allowed)). Confidence: official statement (P).',
    );
    expect(sentence('cn-joint-2024/bank/wallet-open', 'zh')).toBe(
      '自2024-12-01起,在“暂停新开实名数字人民币钱包”的期限内,对“开立数字人民币钱包”,不予办理;' +
        '除非“匿名钱包未被列明,由人工决定”(钱包是匿名的:由人工审核决定(默认:照常办理))。把握:权威发布(P)。',
    );
  });

  it('names a parameter with its value, unit, first day and source', () => {
    expect(sentence('cn-joint-2024/intake/under-age', 'en')).toContain(
      'the age on the designation day is less than 14 years of age (Lowest age for a sanction, since 2024-12-01, ',
    );
    expect(sentence('cn-joint-2024/intake/under-age', 'zh')).toMatch(
      /认定日的年龄不到14周岁\(列入惩戒的最低年龄,自2024-12-01起,.*《中华人民共和国行政处罚法》第三十条/,
    );
  });

  it('names what it is an exception to, and the interpretation it rests on', () => {
    const text = sentence('cn-joint-2024/telecom/restore-one', 'zh');

    expect(text).toContain('这是“受限的卡不予恢复”的例外,只在其适用时起作用');
    expect(text).toContain('依据解释I-7“保留一张非涉案卡”');
  });

  it('says what follows a term after it, and what needs no sanction without it', () => {
    expect(sentence('cn-fin-2019/bank/open-after-term', 'en')).toContain('after “No new bank account” has ended');
    expect(sentence('cards/account/implicated', 'en')).toContain('whether or not the holder is under a sanction');
    expect(sentence('identity/name/differs', 'zh')).toContain('此时惩戒的拒绝一律改由人工审核');
  });

  it('says of a row of a list what becomes of it', () => {
    expect(sentence('cn-joint-2024/intake/category-1', 'zh')).toBe(
      '2024-12-01起认定的,如果惩戒情形为受过刑事处罚,列为“第一类:受过刑事处罚”。把握:条文原文(V)。',
    );
    expect(sentence('cn-joint-2024/intake/province-approves', 'en')).toContain(
      'the list is approved by a province-level police organ or above',
    );
  });

  it.each(['zh', 'en'] as const)('needs no word of the program in %s, whatever the rule', (language) => {
    const facts = Object.keys({ ...DECISION_FACTS, ...INTAKE_FACTS }).filter((name) => /[A-Z]/.test(name));
    const wrong = everySentence(language).filter(
      ({ text }) => /undefined|[{}]|notEqual|Inclusive/.test(text) || facts.some((fact) => text.includes(fact)),
    );

    expect(wrong).toEqual([]);
  });

  it('of rulebooks from before there were words is still a sentence', () => {
    const { 'wording.json': _wording, ...old } = files;
    const loaded = rulebookFromFiles(old);
    const [setting] = loaded.general.map((file) => settingOfGeneral(loaded, file)).slice(-1);
    const [rule] = setting?.rules ?? [];
    const [version] = rule?.versions ?? [];
    if (setting === undefined || rule === undefined || version === undefined) throw new Error('no rule');

    expect(decisionSentence(setting, rule, version, { day, language: 'en' })).toMatch(/nameMatch equal/);
  });
});

describe('a condition in words', () => {
  const counter: Condition = { fact: 'channel', operator: 'equal', value: 'counter' };
  const present: Condition = { fact: 'inPerson', operator: 'equal', value: 'yes' };
  const agreed: Condition = { fact: 'agreementSince', operator: 'before', value: { fact: 'sanctionStartsOn' } };

  it.each<{ condition: Condition; en: string; zh: string }>([
    { condition: { not: counter }, en: 'the channel is not the counter', zh: '办理渠道不是柜面' },
    {
      condition: { not: { all: [counter, present] } },
      en: 'the channel is not the counter, or the person is not present or it is not said whether the person is present',
      zh: '办理渠道不是柜面,或者本人没有到场或没有说明本人是否到场',
    },
    {
      condition: { all: [present, { any: [counter, agreed] }] },
      en: 'the person is present, and (the channel is the counter, or the day of the debit agreement is before the first day of the sanction)',
      zh: '本人到场,并且(办理渠道为柜面,或者代扣协议的签订日早于惩戒起始日)',
    },
    {
      condition: { not: agreed },
      en: 'the day of the debit agreement is not said or not before the first day of the sanction',
      zh: '代扣协议的签订日没有说明或不早于惩戒起始日',
    },
    { condition: { not: { not: counter } }, en: 'the channel is the counter', zh: '办理渠道为柜面' },
    { condition: { all: [{ all: [counter] }] }, en: 'the channel is the counter', zh: '办理渠道为柜面' },
    {
      condition: { fact: 'simsAtCarrier', operator: 'greaterThanInclusive', value: 5 },
      en: 'the number of valid phone cards with the carrier is at least 5',
      zh: '在该电信企业的有效电话卡数达到5',
    },
  ])('$en', ({ condition, en, zh }) => {
    expect(said(condition, 'en')).toBe(en);
    expect(said(condition, 'zh')).toBe(zh);
  });

  it('writes a named condition out', () => {
    expect(said({ not: { condition: 'at-counter' } }, 'zh', { 'at-counter': counter })).toBe('办理渠道不是柜面');
  });
});

describe('the words', () => {
  it.each([
    { what: 'a fact', from: '"channel":{', to: '"kanal":{', code: 'word-missing', path: '/facts/channel' },
    { what: 'a value', from: '"atm":{', to: '"cash":{', code: 'word-missing', path: '/facts/channel/values' },
    { what: 'an operator', from: '"notIn":{', to: '"outside":{', code: 'word-missing', path: '/operators' },
    { what: 'a unit', from: '"years":{', to: '"Jahre":{', code: 'word-missing', path: '/units' },
    { what: 'a fact that is none', from: '"channel":{', to: '"kanal":{', code: 'unknown-fact', path: '/facts/kanal' },
  ])('the checker misses $what', ({ from, to, code, path }) => {
    const wording: unknown = JSON.parse(JSON.stringify(files['wording.json']).replace(from, to));
    const { parsed } = parseFiles({ ...files, 'wording.json': wording });

    expect(checkWording(parsed)).toContainEqual(expect.objectContaining({ file: 'wording.json', code, path }));
  });

  it('a rulebook without them is incomplete', () => {
    const { 'wording.json': _wording, ...rest } = files;

    expect(checkWording(parseFiles(rest).parsed)).toMatchObject([{ code: 'file-missing', file: 'wording.json' }]);
    expect(checkWording(parseFiles(files).parsed)).toEqual([]);
  });
});
