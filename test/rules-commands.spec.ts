import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aCommandLine, type CommandLine } from './support/command-line.js';

const RENTED = { regime: 'cn-joint-2024', category: 'category-2', ground: 'rent', identifiedOn: '2024-12-10' };

/** A command line with a file of facts. */
async function withFacts(facts: unknown): Promise<{ line: CommandLine; file: string }> {
  const line = await aCommandLine();
  const file = join(line.directory, 'facts.json');
  await writeFile(file, typeof facts === 'string' ? facts : JSON.stringify(facts));
  return { line, file };
}

describe('rules explain', () => {
  it('prints a decision as a tree, in Chinese unless asked otherwise', async () => {
    const { line, file } = await withFacts({ sanctions: [RENTED], request: { channel: 'online' } });
    const words = ['rules', 'explain', 'bank_account.outflow', '--facts', file, '--day', '2025-01-05'];

    const chinese = await line.run(words);
    const english = await line.run([...words, '--lang', 'en']);

    expect(chinese).toMatchObject({ exitCode: 0, messages: '' });
    expect(chinese.output).toMatch(/^银行账户出金 \(bank_account\.outflow\)/);
    expect(chinese.output).toMatch(
      /│ {2}└─ ✓ 非柜面出金受限 .* → DENY\n│ {5}└─ ✓ 办理渠道不是柜面 \[channel = online: 网上\]/,
    );
    expect(english.output).toMatch(/└─ Outcome: DENY, refused, until 2026-12-10 inclusive/);
  });

  it('prints answer, trace and tree as JSON', async () => {
    const { line, file } = await withFacts({ sanctions: [RENTED], request: { channel: 'counter' } });

    const answer = await line.run(['rules', 'explain', 'bank_account.outflow', '--facts', file, '--json']);

    expect(answer.json()).toMatchObject({
      rulebook: expect.stringMatching(/^sha256:/),
      answer: { outcome: 'ALLOW' },
      trace: expect.arrayContaining([expect.objectContaining({ rule: 'cn-joint-2024/bank/outflow', fired: false })]),
      explanation: { children: expect.any(Array) },
    });
  });

  it.each([
    { fault: 'facts that are no JSON', facts: '{', more: [], says: /is no JSON/ },
    { fault: 'a fact nobody knows', facts: { request: { chanel: 'online' } }, more: [], says: /chanel is not known/ },
    { fault: 'a day that is none', facts: {}, more: ['--day', '2025-02-30'], says: /--day/ },
  ])('refuses $fault', async ({ facts, more, says }) => {
    const { line, file } = await withFacts(facts);

    const answer = await line.run(['rules', 'explain', 'bank_account.outflow', '--facts', file, ...more]);

    expect(answer).toMatchObject({ exitCode: 2, output: '' });
    expect(answer.messages).toMatch(says);
  });

  it('refuses a question nobody knows, and a day before the rulebook', async () => {
    const { line, file } = await withFacts({});

    const unknown = await line.run(['rules', 'explain', 'bank_account.rob', '--facts', file]);
    const early = await line.run(['rules', 'explain', 'bank_account.open', '--facts', file, '--day', '2010-01-01']);

    expect(unknown.exitCode).toBe(1);
    expect(early.exitCode).toBe(1);
  });
});

describe('rules check', () => {
  it('prints every finding in English and in Chinese', async () => {
    const line = await aCommandLine();
    const copy = join(line.directory, 'rules');
    await cp('rules', copy, { recursive: true });
    const file = join(copy, 'cn-fin-2019', 'bank.rules.json');
    const always =
      '{ "any": [{ "fact": "channel", "operator": "equal", "value": "atm" }, { "fact": "channel", "operator": "notEqual", "value": "atm" }] }';
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('{ "fact": "channel", "operator": "notEqual", "value": "counter" }', always));

    const answer = await line.run(['rules', 'check', '--dir', copy]);

    expect(answer.exitCode).toBe(1);
    expect(answer.output).toMatch(
      /bank\.rules\.json cn-fin-2019\/bank\/noncounter .* dead-condition: The condition always holds/,
    );
    expect(answer.output).toMatch(/\n {4}条件恒成立/);
  });
});

describe('rules mutate', () => {
  it('counts what the cases notice, by file, and names what they do not', async () => {
    const line = await aCommandLine();

    const answer = await line.run(['rules', 'mutate', '--every', '150', '--least', '50', '--json']);

    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({
      score: { killed: expect.any(Number), survived: expect.any(Number), share: expect.any(Number) },
      byFile: expect.any(Object),
      survivors: expect.any(Array),
    });
  });

  it('ends with code 1 below the share that was asked for', async () => {
    const line = await aCommandLine();
    const copy = join(line.directory, 'rules');
    await cp('rules', copy, { recursive: true });
    for (const name of ['cn-joint-2024/internet', 'cn-joint-2024/payment']) {
      await writeFile(join(copy, `${name}.cases.json`), JSON.stringify({ cases: [AN_EMPTY_CASE] }));
    }

    const answer = await line.run(['rules', 'mutate', '--dir', copy, '--every', '60', '--least', '100']);

    expect(answer.exitCode).toBe(1);
    expect(answer.output).toMatch(/survived: cn-joint-2024\/(internet|payment)\.rules\.json/);
    expect(answer.output).toMatch(/killed .* of \d+ mutants$/m);
  });

  it('takes whole numbers only', async () => {
    const answer = await (await aCommandLine()).run(['rules', 'mutate', '--every', 'x']);

    expect(answer.exitCode).toBe(2);
  });
});

const AN_EMPTY_CASE = {
  id: 'nobody',
  status: 'LAW',
  title: 'nobody is asked about',
  ask: 'internet_account.use',
  under: [],
  at: '2025-01-05',
  expect: { outcome: 'ALLOW' },
};
