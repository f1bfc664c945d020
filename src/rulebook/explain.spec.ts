import { describe, expect, it } from '@jest/globals';
import { decideNow } from './decide.js';
import { explainDecision } from './explain.js';
import type { Explanation } from './explain.js';
import { explainedQuestion, UnusableFactsError } from './explained-question.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import type { Text } from './rulebook.js';

const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);

const RENTED = { regime: 'cn-joint-2024', category: 'category-2', ground: 'rent', identifiedOn: '2024-12-10' };
const TAX_ONLINE = {
  sanctions: [RENTED],
  request: { channel: 'online', purpose: 'tax', agreementSince: '2022-05-01' },
  card: { kind: 'bank_account' },
};

function explained(facts: unknown, language: keyof Text = 'en', at = '2025-01-05'): Explanation {
  const input = explainedQuestion(rulebook, files, {
    question: 'bank_account.outflow',
    at,
    facts,
    language: language === 'en' ? 'en' : 'zh-CN',
  });
  return explainDecision(rulebook, input, decideNow(rulebook, input), language);
}

/** All lines of a tree that match, with what they hold. */
function lines(tree: Explanation, pattern: RegExp): { text: string; holds: boolean | undefined }[] {
  const own = pattern.test(tree.text) ? [{ text: tree.text, holds: tree.holds }] : [];
  return [...own, ...tree.children.flatMap((child) => lines(child, pattern))];
}

describe('the explanation of a decision', () => {
  it('goes from the sanction over its rules to their conditions and the values they read', () => {
    const tree = explained(TAX_ONLINE);

    const [sanction] = tree.children;
    expect(sanction?.text).toMatch(/^Sanction 1: Joint Sanctions Measures \(2024\), Category 2/);
    const agreed = sanction?.children.find(({ text }) => text.includes('bank/livelihood-agreed'));
    expect(agreed).toMatchObject({ holds: true, text: expect.stringMatching(/→ ALLOW$/) });
    expect(agreed?.children).toMatchObject([
      {
        text: 'All of these hold',
        holds: true,
        children: [
          { holds: true, text: expect.stringMatching(/\[purpose = tax\]$/) },
          {
            holds: true,
            text: expect.stringMatching(/\[agreementSince = 2022-05-01, sanctionStartsOn = 2024-12-10\]$/),
          },
        ],
      },
    ]);
  });

  it('names the exception that took the place of a rule, and marks what does not hold', () => {
    const tree = explained(TAX_ONLINE);

    expect(lines(tree, /^Non-counter outflow/)).toMatchObject([
      {
        holds: true,
        text: expect.stringContaining('the exception cn-joint-2024/bank/livelihood-agreed takes its place'),
      },
    ]);
    expect(lines(tree, /bank\/loan/)).toMatchObject([{ holds: false, text: expect.stringMatching(/did not fire$/) }]);
  });

  it('shows an exception that has nothing to except', () => {
    const tree = explained({ ...TAX_ONLINE, request: { ...TAX_ONLINE.request, channel: 'counter' } });

    expect(lines(tree, /livelihood-agreed/)).toMatchObject([
      { holds: true, text: expect.stringContaining('what it excepts did not fire') },
    ]);
  });

  it('ends with the outcome, its reasons, their texts and what the customer is told', () => {
    const outcome = explained(
      { ...TAX_ONLINE, card: { kind: 'bank_account', listing: 'implicated' } },
      'zh',
    ).children.at(-1);

    expect(outcome?.text).toMatch(/^结论:DENY 不予办理/);
    expect(outcome?.children.map(({ text }) => text)).toEqual([
      'DENY ← cards/account/implicated (secondary)',
      'ALLOW ← cn-joint-2024/bank/livelihood-agreed (official)',
    ]);
    expect(outcome?.children[0]?.children.at(-1)?.text).toBe('该账户已被公安机关列为涉案账户,全部业务中止。');
  });

  it('says that no rule speaks once the term is over', () => {
    const tree = explained(TAX_ONLINE, 'en', '2026-12-11');

    expect(lines(tree, /^Term of “Non-counter outflow/)).toMatchObject([{ holds: false }]);
    expect(lines(tree, /^No rule speaks/)).toHaveLength(1);
    expect(lines(tree, /^Outcome/)).toMatchObject([{ text: expect.stringContaining('ALLOW, allowed') }]);
  });
});

describe('the facts of a question to explain', () => {
  it('are those of a golden case: nothing said is a question about nobody', () => {
    expect(explained({}).children.at(-1)?.text).toMatch(/^Outcome: ALLOW/);
  });

  it.each<{ fault: string; facts: unknown; says: RegExp }>([
    { fault: 'no object', facts: [], says: /JSON object/ },
    { fault: 'sanctions that are no list', facts: { sanctions: {} }, says: /sanctions is a list/ },
    { fault: 'a misspelt group', facts: { sanction: [] }, says: /sanction/ },
    {
      fault: 'a misspelt fact',
      facts: { request: { chanel: 'online' } },
      says: /\/request\/chanel is not known.*channel/,
    },
    { fault: 'a value the fact does not have', facts: { card: { kind: 'yacht' } }, says: /cardKind cannot be "yacht"/ },
    {
      fault: 'a day that does not exist',
      facts: { sanctions: [{ ...RENTED, identifiedOn: '2025-02-30' }] },
      says: /format/,
    },
    {
      fault: 'a regime nobody knows',
      facts: { sanctions: [{ ...RENTED, regime: 'x' }] },
      says: /x is no regime; there are/,
    },
    {
      fault: 'a category of another regime',
      facts: { sanctions: [{ ...RENTED, category: 'tier-1' }] },
      says: /has no category/,
    },
    {
      fault: 'a ground nobody knows',
      facts: { sanctions: [{ ...RENTED, ground: 'theft' }] },
      says: /ground cannot be "theft"/,
    },
    { fault: 'a sanction without a ground', facts: { sanctions: [{ ...RENTED, ground: undefined }] }, says: /ground/ },
  ])('refuses $fault, in words', ({ facts, says }) => {
    expect(() => explained(facts)).toThrow(UnusableFactsError);
    expect(() => explained(facts)).toThrow(says);
  });
});
