import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkRulebook } from '../src/rulebook/check.js';
import { decideNow } from '../src/rulebook/decide.js';
import { explainedQuestion } from '../src/rulebook/explained-question.js';
import { formatFinding } from '../src/rulebook/finding.js';
import { loadRulebook, readRuleFiles } from '../src/rulebook/load.js';

/** A step of the recipe: what is added at the end of which list of which file. Elements of lists are named by their id. */
interface Step {
  file: string;
  list: string[];
  item: unknown;
}

const BEFORE = '2027-02-28';
const FROM = '2027-03-01';

let directory: string;
let steps: Step[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'duanka-recipe-'));
  await cp('rules', directory, { recursive: true });
  steps = recipeIn(await readFile(join(directory, 'README.md'), 'utf8'));
});

afterAll(() => rm(directory, { recursive: true }));

/** The steps that the README describes: `file` › `list` › `id` › `list`: and a block of JSON. */
function recipeIn(readme: string): Step[] {
  const [, section = ''] = readme.split(/^### Recipe: .*$/m);
  const [recipe = ''] = section.split(/^#{1,3} /m);
  return [...recipe.matchAll(/((?:`[^`]+`\s+›\s+)+`[^`]+`):\s+```json\n([\s\S]*?)```/g)].map(
    ([, place = '', json = '']) => {
      const [file = '', ...list] = [...place.matchAll(/`([^`]+)`/g)].map(([, step = '']) => step);
      return { file, list, item: JSON.parse(json) };
    },
  );
}

async function follow({ file, list, item }: Step): Promise<void> {
  const path = join(directory, file);
  const content: unknown = JSON.parse(await readFile(path, 'utf8'));
  const found = list.reduce(member, content);
  if (!Array.isArray(found)) throw new Error(`${file} has no list ${list.join(' › ')}`);
  found.push(item);
  await writeFile(path, JSON.stringify(content));
}

function member(content: unknown, step: string): unknown {
  if (Array.isArray(content)) return content.find((item: unknown) => idOf(item) === step);
  return typeof content === 'object' && content !== null ? new Map(Object.entries(content)).get(step) : undefined;
}

function idOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
}

/** What a bank is told in June 2029 of somebody who was identified under category 2 on a day. */
async function outcomeFor(identifiedOn: string): Promise<string> {
  const [rulebook, files] = [await loadRulebook(directory), await readRuleFiles(directory)];
  const facts = {
    sanctions: [{ regime: 'cn-joint-2024', category: 'category-2', ground: 'rent', identifiedOn }],
    request: { channel: 'online', purpose: 'transfer' },
    card: { kind: 'bank_account' },
  };
  const input = explainedQuestion(rulebook, files, {
    question: 'bank_account.outflow',
    at: '2029-06-01',
    facts,
    language: 'en',
  });
  return decideNow(rulebook, input).answer.outcome;
}

describe('the recipe of rules/README.md for a term that changes from a day', () => {
  it('is a new text, a new value and two cases: data alone', () => {
    expect(steps.map(({ file, list }) => [file, ...list].join(' › '))).toEqual([
      'sources.json › sources',
      'parameters/terms.json › parameters › cn-joint-2024.category-2.term › values',
      'cn-joint-2024/intake.cases.json › cases',
      'cn-joint-2024/intake.cases.json › cases',
    ]);
  });

  it('changes the decision from that day on, and leaves the check clean', async () => {
    const outcomes = async (): Promise<string[]> => [await outcomeFor(BEFORE), await outcomeFor(FROM)];
    const before = { outcomes: await outcomes(), hash: (await loadRulebook(directory)).hash };

    for (const step of steps) await follow(step);

    const findings = await checkRulebook(await readRuleFiles(directory));
    expect(findings.map((found) => formatFinding(found))).toEqual([]);
    expect(before.outcomes).toEqual(['ALLOW', 'ALLOW']);
    expect(await outcomes()).toEqual(['ALLOW', 'DENY']);
    expect((await loadRulebook(directory)).hash).not.toBe(before.hash);
  });

  it('is not done with the value alone: the check misses the text', async () => {
    const files = await readRuleFiles('rules');
    const [, value] = steps;
    const terms = structuredClone(files['parameters/terms.json']);
    const values = value?.list.reduce(member, terms);
    if (!Array.isArray(values)) throw new Error('there is no such parameter');
    values.push(value?.item);

    const findings = await checkRulebook({ ...files, 'parameters/terms.json': terms });

    expect(findings).toMatchObject([{ code: 'unknown-source', file: 'parameters/terms.json' }]);
  });
});
