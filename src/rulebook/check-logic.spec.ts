import { describe, expect, it } from '@jest/globals';
import { checkLogic } from './check-logic.js';
import { parseFiles } from './files.js';
import type { RuleFiles } from './files.js';
import { formatFinding } from './finding.js';
import type { Finding, FindingCode } from './finding.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import type { Condition } from './rulebook.js';

const files = await readRuleFiles('rules');

const BANK = 'cn-joint-2024/bank.rules.json';
const INTAKE = 'cn-joint-2024/intake.rules.json';

const ONLINE: Condition = { fact: 'channel', operator: 'equal', value: 'online' };
const AT_COUNTER: Condition = { fact: 'channel', operator: 'equal', value: 'counter' };
const ELSEWHERE: Condition = { not: AT_COUNTER };
/** Of a rule about credits: `cn-joint-2024/bank/inflow` allows all of them. */
const CREDITED = { questions: ['bank_account.inflow'], effect: 'ALLOW' };
const CONVICTED: Condition = { fact: 'ground', operator: 'equal', value: 'conviction' };

/** What every rule here has; `versions` begin with the regime. */
function aRule(id: string, conditions: Condition | undefined, rest: object): object {
  return {
    title: { zh: '示例', en: 'Example' },
    basis: [{ source: 'joint-measures-2024', article: 'F1' }],
    mark: 'V',
    reviewedOn: '2026-11-21',
    versions: [{ from: '2024-12-01', ...(conditions === undefined ? {} : { conditions }) }],
    id,
    ...rest,
  };
}

/** A rule about money out of a bank account, beside `cn-joint-2024/bank/outflow`: DENY unless at the counter. */
function aBankRule(conditions: Condition | undefined, rest: object = {}): object {
  return aRule('cn-joint-2024/bank/seeded', conditions, {
    questions: ['bank_account.outflow'],
    effect: 'DENY',
    measure: 'bank.noncounter.outflow',
    tellCustomer: { zh: '示例。', en: 'Example.' },
    ...rest,
  });
}

function anIntakeRule(conditions: Condition | undefined, effect: object): object {
  return aRule('cn-joint-2024/intake/seeded', conditions, { effect });
}

/** What the check finds in the project's rulebook with rules added to a file, and others taken away. */
function findings(path: string, added: readonly object[], isLeft: (id: string) => boolean = () => true): Finding[] {
  const seeded: RuleFiles = { ...files, [path]: withRules(files[path], added, isLeft) };
  const { parsed, findings: faults } = parseFiles(seeded);
  expect(faults).toEqual([]);
  return checkLogic(parsed, rulebookFromFiles(seeded));
}

function withRules(content: unknown, added: readonly object[], isLeft: (id: string) => boolean): unknown {
  if (typeof content !== 'object' || content === null || !('rules' in content) || !Array.isArray(content.rules)) {
    throw new Error('this is no file of rules');
  }
  const rules: unknown[] = content.rules;
  return { ...content, rules: [...rules.filter((rule) => isLeft(idOf(rule))), ...added] };
}

function idOf(rule: unknown): string {
  return typeof rule === 'object' && rule !== null && 'id' in rule && typeof rule.id === 'string' ? rule.id : '';
}

/** The codes found, with the end of the rule's id and the path. */
function shortly(found: readonly Finding[]): string[] {
  return found.map(
    ({ code, rule, path }) => `${code} ${rule?.split('/').at(-1) ?? '-'} ${path.replace(/^\/rules\/\d+/, '')}`,
  );
}

describe('the rulebook of the project', () => {
  it('has no rule without effect, no contradiction and no gap', () => {
    const { parsed } = parseFiles(files);

    const found = checkLogic(parsed, rulebookFromFiles(files));

    expect(found.map((one) => formatFinding(one))).toEqual([]);
  });
});

describe('a condition', () => {
  it.each<{ fault: string; conditions: Condition; code: FindingCode; path: string }>([
    {
      fault: 'that asks for two values of one fact never holds',
      conditions: { all: [ONLINE, AT_COUNTER] },
      code: 'dead-rule',
      path: '',
    },
    {
      fault: 'that asks for a day before itself never holds',
      conditions: { fact: 'agreementSince', operator: 'before', value: { fact: 'agreementSince' } },
      code: 'dead-rule',
      path: '',
    },
    {
      fault: 'that takes every value of a fact always holds',
      conditions: { any: [ONLINE, { not: ONLINE }] },
      code: 'dead-condition',
      path: '',
    },
    {
      fault: 'that another one implies can be crossed out',
      conditions: { all: [{ fact: 'purpose', operator: 'equal', value: 'tax' }, ONLINE, ELSEWHERE] },
      code: 'dead-condition',
      path: '/all/2',
    },
    {
      fault: 'among alternatives that never holds can be crossed out',
      conditions: { any: [ONLINE, { all: [AT_COUNTER, ELSEWHERE] }] },
      code: 'dead-condition',
      path: '/any/1',
    },
  ])('$fault', ({ conditions, code, path }) => {
    const found = findings(BANK, [
      aBankRule(conditions, { effect: 'REVIEW', exceptTo: ['cn-joint-2024/bank/outflow'] }),
    ]);

    expect(shortly(found)).toContain(`${code} seeded /versions/0/conditions${path}`);
  });

  it('that no number of an age can fulfil is dead on the days of its parameter', () => {
    const age = (operator: string): Condition => ({
      fact: 'age',
      operator,
      value: { parameter: 'cn-joint-2024.age.adult' },
    });

    const found = findings(INTAKE, [
      anIntakeRule({ all: [age('lessThan'), age('greaterThanInclusive')] }, { note: 'MINOR' }),
    ]);

    expect(shortly(found)).toEqual(['dead-rule seeded /versions/0/conditions']);
  });

  it('whose facts are too many to go through is said to be unchecked', () => {
    const { parsed } = parseFiles(files);

    const found = checkLogic(parsed, rulebookFromFiles(files), 3);

    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['domain-too-large']));
    expect(found.map(({ rule }) => rule)).toContain('cn-joint-2024/intake/needs-province');
  });
});

describe('decision rules', () => {
  it('an exception that always fires leaves its rule nothing to say', () => {
    const found = findings(BANK, [
      aBankRule(undefined, {
        effect: 'ALLOW',
        exceptTo: ['cn-joint-2024/bank/inflow'],
        questions: ['bank_account.inflow'],
      }),
    ]);

    expect(shortly(found)).toContain('idle-rule inflow /questions/0');
  });

  it('an exception that never meets what it excepts has nothing to say', () => {
    const exception = { effect: 'ALLOW', exceptTo: ['cn-joint-2024/bank/outflow'] };

    expect(shortly(findings(BANK, [aBankRule(AT_COUNTER, exception)]))).toContain('idle-rule seeded /questions/0');
    expect(
      shortly(findings(BANK, [aBankRule(undefined, { ...exception, questions: ['bank_account.inflow'] })])),
    ).toContain('idle-rule seeded /questions/0');
  });

  it('of two with one effect the narrower is covered by the wider', () => {
    const found = findings(BANK, [aBankRule(ONLINE, CREDITED)]);

    expect(shortly(found)).toEqual(['covered-rule seeded /questions/0']);
    expect(found[0]?.en).toMatch(/cn-joint-2024\/bank\/inflow/);
  });

  it('two that say the same cover each other', () => {
    const found = findings(BANK, [aBankRule(undefined, CREDITED)]);

    expect(shortly(found)).toEqual(['covered-rule inflow /questions/0', 'covered-rule seeded /questions/0']);
  });

  it('a milder one is covered by a stricter one of the same term', () => {
    const stricter = aBankRule(undefined, { ...CREDITED, effect: 'DENY', measure: 'bank.account.limited' });

    expect(shortly(findings(BANK, [stricter]))).toEqual(['covered-rule inflow /questions/0']);
  });

  it('a stricter one that an exception takes away at times covers nothing, and contradicts the exception', () => {
    const found = findings(BANK, [aBankRule(ONLINE)]);

    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['overlap']));
  });

  it('a second ground under a measure of its own is no repetition', () => {
    const second = aBankRule(ONLINE, { ...CREDITED, measure: 'bank.account.limited' });

    expect(shortly(findings(BANK, [second]))).toEqual([]);
  });

  it('a rule that a switched interpretation takes away covers nothing', () => {
    const { wider, narrower } = {
      wider: aBankRule(AT_COUNTER, { interpretations: ['I-7'] }),
      narrower: aBankRule(
        { all: [AT_COUNTER, { fact: 'purpose', operator: 'equal', value: 'tax' }] },
        { id: 'cn-joint-2024/bank/narrower' },
      ),
    };

    expect(shortly(findings(BANK, [wider, narrower]))).toEqual([]);
  });

  it('two of one measure with different effects contradict each other unless one excepts the other', () => {
    const found = findings(BANK, [aBankRule({ not: ONLINE }, { effect: 'ALLOW' })]);

    expect(shortly(found)).toEqual(['overlap seeded ']);
    expect(found[0]?.en).toMatch(/channel = \w+/);
  });

  it('a measure whose rules end while it runs leaves a gap in time', () => {
    const versions = [{ from: '2024-12-01', to: '2025-12-31', conditions: AT_COUNTER }];

    const found = findings(BANK, [aBankRule(undefined, { versions, measure: 'payment.business' })]);

    expect(shortly(found)).toEqual(['gap seeded ']);
    expect(found[0]?.en).toMatch(/^From 2026-01-01 on no rule/);
  });
});

describe('intake rules', () => {
  it('a row that nothing refuses and nothing categorises is a gap', () => {
    const found = findings(INTAKE, [], (id) => id !== 'cn-joint-2024/intake/category-1');

    expect(shortly(found)).toEqual(['gap - /rules']);
    expect(found[0]?.en).toMatch(/ground = conviction/);
  });

  it('is seen even where it opens only while an interpretation is switched off', () => {
    const found = findings(
      INTAKE,
      [
        aRule('cn-joint-2024/intake/seeded', CONVICTED, {
          effect: { category: 'category-1' },
          interpretations: ['I-9'],
        }),
      ],
      (id) => id !== 'cn-joint-2024/intake/category-1',
    );

    expect(shortly(found)).toEqual(['gap - /rules']);
  });

  it('two categories for one row overlap', () => {
    const found = findings(INTAKE, [anIntakeRule(CONVICTED, { category: 'category-2' })]);

    expect(shortly(found)).toEqual(['overlap seeded ']);
  });

  it('a note that only refused rows get is idle', () => {
    const found = findings(INTAKE, [
      anIntakeRule({ fact: 'ground', operator: 'equal', value: 'implicated_holder' }, { note: 'MINOR' }),
    ]);

    expect(shortly(found)).toEqual(['idle-rule seeded /effect']);
  });

  it('a refusal behind one that is always named first is covered', () => {
    const county: Condition = { fact: 'organLevel', operator: 'equal', value: 'county' };

    const found = findings(INTAKE, [anIntakeRule(county, { reject: 'NEEDS_PROVINCE', field: 'provinceApprovalNo' })]);

    expect(shortly(found)).toEqual(['covered-rule seeded /effect']);
  });
});
