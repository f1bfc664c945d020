import { describe, expect, it } from '@jest/globals';
import { loadRulebook, readRuleFiles, rulebookFromFiles } from './load.js';

const DIRECTORY = 'rules';

describe('loading the rulebook', () => {
  it('the rulebook of the project loads without a fault', async () => {
    const rulebook = await loadRulebook(DIRECTORY);

    expect([...rulebook.regimes.keys()].toSorted()).toEqual([
      'cn-exit-2022',
      'cn-fin-2016',
      'cn-fin-2019',
      'cn-joint-2024',
      'cn-tel-anhui-2021',
      'cn-tel-chongqing-2021',
      'cn-tel-fujian-2019',
      'cn-tel-guangdong-2020',
      'cn-tel-guizhou-2021',
      'cn-tel-hainan-2020',
      'cn-tel-hebei-2020',
      'cn-tel-jiangsu-2021',
    ]);
    expect(rulebook.firstDay).toBe('2017-01-01');
    expect(rulebook.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('what was stored loads again to the same rulebook, without cases and schemas', async () => {
    const first = await loadRulebook(DIRECTORY);
    const stored: unknown = JSON.parse(JSON.stringify(first.files));
    if (typeof stored !== 'object' || stored === null) throw new Error('the files are a record');

    const again = rulebookFromFiles({ ...stored });

    expect(again.hash).toBe(first.hash);
    expect(again.files).toEqual(first.files);
  });

  it('a changed case changes no hash, a changed rule does', async () => {
    const files = await readRuleFiles(DIRECTORY);
    const { hash } = rulebookFromFiles(files);
    const sources = JSON.stringify(files['sources.json']).replace('"sources"', '"sources"');

    const withCase = rulebookFromFiles({ ...files, 'identity/more.cases.json': { cases: [A_CASE] } });
    const withTitle = rulebookFromFiles({ ...files, 'sources.json': JSON.parse(sources.replace('《', '〈')) });

    expect(withCase.hash).toBe(hash);
    expect(withTitle.hash).not.toBe(hash);
  });

  it('a loaded rulebook cannot be changed, and does not follow changes of what it was made from', async () => {
    const files = structuredClone(await readRuleFiles(DIRECTORY));
    const rulebook = rulebookFromFiles(files);
    const regime = rulebook.regimes.get('cn-joint-2024');

    expect(Object.isFrozen(rulebook.catalogue.questions)).toBe(true);
    expect(Object.isFrozen(regime?.decisions.get('bank_account.outflow')?.[0])).toBe(true);
    expect(Object.isFrozen(rulebook.parameters.get('cn-joint-2024.items')?.values)).toBe(true);
    expect(Object.isFrozen(files['catalogue.json'])).toBe(false);
  });

  it('the error names every fault with file and rule', async () => {
    const files = await readRuleFiles(DIRECTORY);
    const text = JSON.stringify(files['cn-fin-2019/bank.rules.json'])
      .replaceAll('"channel"', '"kanal"')
      .replaceAll('"bank.account.open"', '"bank.nothing"');

    expect(() => rulebookFromFiles({ ...files, 'cn-fin-2019/bank.rules.json': JSON.parse(text) })).toThrow(
      /unknown-fact[^]*unknown-measure[^]*unknown-measure/,
    );
  });
});

const A_CASE = {
  id: 'x',
  title: 'a clean person opens an account',
  status: 'LAW',
  ask: 'bank_account.open',
  under: [],
  at: '2025-01-05',
  expect: { outcome: 'ALLOW' },
};
