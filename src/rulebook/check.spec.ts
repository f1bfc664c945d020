import { describe, expect, it } from '@jest/globals';
import { checkQuestions, checkRulebook } from './check.js';
import { FINDING_CODES, formatFinding } from './finding.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';

const files = await readRuleFiles('rules');

const BANK = 'cn-fin-2019/bank.rules.json';
const CASES = 'cn-fin-2019/bank.cases.json';
const REGIME = 'cn-fin-2019/regime.json';
const JOINT = 'cn-joint-2024/intake.rules.json';

/** The rulebook of the project with a fault: a text of one file replaced. */
function seeded(path: string, from: string | RegExp, to: string): Record<string, unknown> {
  const text = JSON.stringify(files[path]);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return { ...files, [path]: JSON.parse(changed) };
}

describe('the checker', () => {
  it('names file, rule and path', async () => {
    const [found] = await checkRulebook(seeded(BANK, '"channel"', '"kanal"'));

    expect(found).toMatchObject({
      file: BANK,
      rule: 'cn-fin-2019/bank/noncounter',
      path: '/rules/0/versions/0/conditions/fact',
      code: 'unknown-fact',
    });
  });

  it('lists faults of several files at once', async () => {
    const faulty = {
      ...seeded(BANK, '"channel"', '"kanal"'),
      [REGIME]: seeded(REGIME, '"listed":"cn-fin-2019.term"', '"listed":"x"')[REGIME],
      [JOINT]: seeded(JOINT, '{"category":"category-1"}', '{"category":"category-9"}')[JOINT],
    };

    const codes = (await checkRulebook(faulty)).map((found) => found.code);

    expect(codes).toEqual(expect.arrayContaining(['unknown-fact', 'unknown-parameter', 'unknown-category']));
  });

  it.each([
    {
      kind: 'that fires it',
      remaining: (id: string) => !id.startsWith('B09') && !id.startsWith('livelihood') && id !== 'G10',
    },
    { kind: 'on its first day', remaining: (id: string) => id !== 'livelihood-first-day' },
    { kind: 'on the day before', remaining: (id: string) => !id.endsWith('-day-before') },
  ])('finds a rule without a case $kind', async ({ remaining }) => {
    const findings = await checkRulebook({ ...files, [CASES]: withoutCases(files[CASES], remaining) });

    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'case-missing', rule: 'cn-fin-2019/bank/livelihood', file: BANK }),
    );
  });

  it('finds a rule without a case that does not fire it', async () => {
    const path = 'cn-joint-2024/internet.cases.json';
    const remaining = (id: string): boolean => !['distribution-over', 'distribution-day-before'].includes(id);

    const findings = await checkRulebook({ ...files, [path]: withoutCases(files[path], remaining) });

    expect(findings.filter((found) => found.rule === 'cn-joint-2024/internet/distribution')).toHaveLength(2);
  });

  it('finds a question that gets no answer, with the day', async () => {
    const rulebook = rulebookFromFiles(files);
    const withoutTexts = { ...rulebook, sources: new Map() };

    const findings = await checkQuestions(withoutTexts, '2025-02-01');

    expect(findings.find((found) => found.path === '/questions/sms_port.open')?.en).toMatch(/no answer on 2017-01-01/);
    expect(await checkQuestions(rulebook, '2025-02-01')).toEqual([]);
  });

  it('a file of no known kind, or none of the needed ones, is a finding', async () => {
    const { 'catalogue.json': _catalogue, ...rest } = files;

    expect((await checkRulebook({ ...files, 'notes.json': {} })).map((found) => found.code)).toEqual([
      'file-unexpected',
    ]);
    expect((await checkRulebook(rest)).map((found) => found.code)).toEqual(['file-missing']);
  });

  it('a finding is one line that can be read', () => {
    const text = formatFinding({
      file: BANK,
      rule: 'r',
      path: '/rules/0',
      code: 'unknown-fact',
      zh: '没有',
      en: 'none',
    });

    expect(text).toBe('cn-fin-2019/bank.rules.json r /rules/0 unknown-fact: none');
    expect(new Set(FINDING_CODES).size).toBe(FINDING_CODES.length);
  });
});

function withoutCases(content: unknown, remaining: (id: string) => boolean): unknown {
  if (typeof content !== 'object' || content === null || !('cases' in content) || !Array.isArray(content.cases)) {
    throw new Error('this is no file of cases');
  }
  const isRemaining = (item: unknown): boolean =>
    typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' && remaining(item.id);
  return { ...content, cases: content.cases.filter((item: unknown) => isRemaining(item)) };
}
