import { describe, expect, it } from '@jest/globals';
import { diffRulebooks } from './diff.js';
import type { RuleFiles } from './files.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import type { Rulebook } from './rulebook.js';

const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);
const TERMS = 'parameters/terms.json';
const BANK = 'cn-joint-2024/bank.rules.json';

function changed(path: string, from: string, to: string): Rulebook {
  const text = JSON.stringify(files[path]);
  expect(text).toContain(from);
  const copy: RuleFiles = { ...files, [path]: JSON.parse(text.replace(from, to)) };
  return rulebookFromFiles(copy);
}

describe('the difference of two rulebooks', () => {
  it('a rulebook does not differ from itself', () => {
    expect(Object.values(diffRulebooks(rulebook, rulebookFromFiles(files))).flat()).toEqual([]);
  });

  it('a value that changes is named with its parameter and its file, before and after', () => {
    const diff = diffRulebooks(rulebook, changed(TERMS, '"value":5', '"value":4'));

    expect(diff.files).toEqual([{ id: TERMS, change: 'changed' }]);
    expect(diff.parameters).toEqual([
      expect.objectContaining({ change: 'changed', before: expect.anything(), after: expect.anything() }),
    ]);
    expect(diff.rules).toEqual([]);
  });

  it('a rule under another id is one that is gone and one that is new', () => {
    const diff = diffRulebooks(
      rulebook,
      changed(BANK, '"id":"cn-joint-2024/bank/inflow"', '"id":"cn-joint-2024/bank/credits"'),
    );

    expect(diff.rules.map(({ id, change }) => `${change} ${id}`)).toEqual([
      'added cn-joint-2024/bank/credits',
      'removed cn-joint-2024/bank/inflow',
    ]);
    expect(diff.rules[0]).not.toHaveProperty('before');
    expect(diff.rules[1]).not.toHaveProperty('after');
  });
});
