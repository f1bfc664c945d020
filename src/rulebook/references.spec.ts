import { describe, expect, it } from '@jest/globals';
import { checkRulebook } from './check.js';
import type { FindingCode } from './finding.js';
import { readRuleFiles } from './load.js';

const files = await readRuleFiles('rules');

const BANK = 'cn-fin-2019/bank.rules.json';
const LIMITS = 'parameters/limits.json';
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

interface Seed {
  fault: string;
  path: string;
  from: string | RegExp;
  to: string;
  code: FindingCode;
}

const SEEDS: Seed[] = [
  { fault: 'a fact nobody knows', path: BANK, from: '"channel"', to: '"kanal"', code: 'unknown-fact' },
  {
    fault: 'an operator the fact does not take',
    path: BANK,
    from: '"notEqual"',
    to: '"lessThan"',
    code: 'unknown-operator',
  },
  { fault: 'an operator nobody knows', path: BANK, from: '"notEqual"', to: '"unlike"', code: 'unknown-operator' },
  {
    fault: 'a literal the fact never has',
    path: BANK,
    from: '"value":"counter"',
    to: '"value":"Counter"',
    code: 'value-outside-fact',
  },
  {
    fault: 'a measure nobody knows',
    path: BANK,
    from: '"measure":"bank.noncounter"',
    to: '"measure":"bank.x"',
    code: 'unknown-measure',
  },
  {
    fault: 'a measure the regime does not carry',
    path: BANK,
    from: '"measure":"bank.noncounter"',
    to: '"measure":"sim.use"',
    code: 'unknown-measure',
  },
  {
    fault: 'a measure of the regime nobody knows',
    path: REGIME,
    from: '"measure":"bank.noncounter"',
    to: '"measure":"bank.x"',
    code: 'unknown-measure',
  },
  {
    fault: 'a question nobody knows',
    path: BANK,
    from: '"bank_account.inflow"',
    to: '"bank_account.x"',
    code: 'unknown-question',
  },
  {
    fault: 'a source nobody knows',
    path: BANK,
    from: '"source":"pboc-85-2019"',
    to: '"source":"pboc-86-2019"',
    code: 'unknown-source',
  },
  {
    fault: 'an article the source does not have',
    path: BANK,
    from: '"article":"9"',
    to: '"article":"99"',
    code: 'unknown-article',
  },
  {
    fault: 'a parameter nobody knows',
    path: BANK,
    from: '"parameter":"cn-fin-2019.livelihood"',
    to: '"parameter":"x"',
    code: 'unknown-parameter',
  },
  {
    fault: 'a term nobody knows',
    path: REGIME,
    from: '"listed":"cn-fin-2019.term"',
    to: '"listed":"x"',
    code: 'unknown-parameter',
  },
  {
    fault: 'a term that is no number of years',
    path: REGIME,
    from: '"listed":"cn-fin-2019.term"',
    to: '"listed":"cn-joint-2024.items"',
    code: 'unknown-parameter',
  },
  {
    fault: 'a term that has no value yet',
    path: REGIME,
    from: '"listed":"cn-fin-2019.term"',
    to: '"listed":"cn-joint-2024.cap"',
    code: 'parameter-not-in-force',
  },
  {
    fault: 'a rule that rests on what was never read',
    path: JOINT,
    from: '"parameter":"cn-joint-2024.items"',
    to: '"parameter":"cn-joint-2024.retained-sim.count"',
    code: 'parameter-unread',
  },
  {
    fault: 'an exception to a rule that does not exist',
    path: BANK,
    from: '"exceptTo":["cn-fin-2019/bank/noncounter"]',
    to: '"exceptTo":["cn-fin-2019/bank/x"]',
    code: 'unknown-rule',
  },
  {
    fault: 'an exception to itself',
    path: BANK,
    from: '"exceptTo":["cn-fin-2019/bank/noncounter"]',
    to: '"exceptTo":["cn-fin-2019/bank/livelihood"]',
    code: 'cyclic-reference',
  },
  {
    fault: 'an interpretation nobody knows',
    path: BANK,
    from: '"interpretations":["P-85-livelihood"]',
    to: '"interpretations":["I-99"]',
    code: 'unknown-interpretation',
  },
  {
    fault: 'a category the regime does not have',
    path: JOINT,
    from: '{"category":"category-1"}',
    to: '{"category":"category-9"}',
    code: 'unknown-category',
  },
  {
    fault: 'a condition nobody defined',
    path: JOINT,
    from: '{"condition":"below-thresholds"}',
    to: '{"condition":"x"}',
    code: 'unknown-condition',
  },
  {
    fault: 'a condition that refers to itself',
    path: JOINT,
    from: '"reviewed-by-province":{"any":[',
    to: '"reviewed-by-province":{"any":[{"condition":"reviewed-by-province"},',
    code: 'cyclic-reference',
  },
  {
    fault: 'an empty condition',
    path: BANK,
    from: '{"fact":"channel","operator":"notEqual","value":"counter"}',
    to: '{"all":[]}',
    code: 'empty-condition',
  },
  {
    fault: 'versions that overlap',
    path: BANK,
    from: '"versions":[{"from":"2019-04-01"}]',
    to: '"versions":[{"from":"2019-04-01","to":"2020-01-01"},{"from":"2020-01-01"}]',
    code: 'versions-overlap',
  },
  {
    fault: 'versions that leave a hole',
    path: BANK,
    from: '"versions":[{"from":"2019-04-01"}]',
    to: '"versions":[{"from":"2019-04-01","to":"2020-01-01"},{"from":"2020-01-03"}]',
    code: 'versions-gap',
  },
  {
    fault: 'a version that ends before it begins',
    path: BANK,
    from: '"versions":[{"from":"2019-04-01"}]',
    to: '"versions":[{"from":"2019-04-01","to":"2019-03-01"}]',
    code: 'versions-overlap',
  },
  {
    fault: 'a rule with the id of another',
    path: BANK,
    from: '"id":"cn-fin-2019/bank/open"',
    to: '"id":"cn-fin-2019/bank/noncounter"',
    code: 'duplicate-id',
  },
  {
    fault: 'a rule that stands in another file than its id says',
    path: BANK,
    from: '"id":"cn-fin-2019/bank/open"',
    to: '"id":"cn-fin-2019/payment/x"',
    code: 'duplicate-id',
  },
  {
    fault: 'a rule that allows and has nothing to say',
    path: BANK,
    from: /,"tellCustomer":\{"zh":"可以办理开户[^}]*\}/,
    to: '',
    code: 'sentence-missing',
  },
  {
    fault: 'a parameter nobody uses',
    path: LIMITS,
    from: '"id":"cn-joint-2024.items"',
    to: '"id":"left-over"',
    code: 'unused-parameter',
  },
  {
    fault: 'a measure nobody uses',
    path: 'catalogue.json',
    from: '"measures":{',
    to: '"measures":{"left.over":{"title":{"zh":"x","en":"x"},"party":"any","cardKinds":[],"tellCustomer":{"zh":"x","en":"x"}},',
    code: 'unused-measure',
  },
  {
    fault: 'a source nobody cites',
    path: 'sources.json',
    from: '"sources":[',
    to: '"sources":[{"id":"left-over","title":{"zh":"x","en":"x"},"issuer":{"zh":"x","en":"x"},"articles":{"1":{"title":{"zh":"x","en":"x"},"mark":"V","seenIn":"x"}}},',
    code: 'unused-source',
  },
  { fault: 'a file of no known kind', path: 'catalogue.json', from: '"questions"', to: '"question"', code: 'schema' },
  {
    fault: 'a case that does not hold',
    path: CASES,
    from: '"lastDay":"2024-04-01"',
    to: '"lastDay":"2024-04-02"',
    code: 'case-fails',
  },
];

describe('a seeded fault', () => {
  it.each(SEEDS)('finds $fault', async ({ path, from, to, code }) => {
    const findings = await checkRulebook(seeded(path, from, to));

    expect(findings.map((found) => found.code)).toContain(code);
    expect(findings.every((found) => found.file !== '' && found.zh !== '' && found.en !== '')).toBe(true);
  });
});
