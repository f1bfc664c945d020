import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { isLocalDate, localDateOf } from '../domain/period.js';
import { decideNow } from '../rulebook/decide.js';
import { explainDecision, type Explanation } from '../rulebook/explain.js';
import { explainedQuestion, UnusableFactsError } from '../rulebook/explained-question.js';
import { readRuleFiles, rulebookFromFiles } from '../rulebook/load.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { UsageError } from './failure.js';

interface Options extends CommonOptions {
  facts: string;
  day?: string;
  lang: 'zh' | 'en';
  dir?: string;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/;
const MARKS = { yes: '✓ ', no: '✗ ' } as const;

const NOTES = `
The facts are JSON in the words of the golden cases; what is not said is none. No database, no person, nothing is logged:
  { "sanctions": [{ "regime": "cn-joint-2024", "category": "category-2", "ground": "rent", "identifiedOn": "2024-12-10" }],
    "request": { "channel": "online", "purpose": "tax", "agreementSince": "2022-05-01" },
    "card": { "kind": "bank_account" }, "nameMatch": "same" }`;

export function addRulesExplain(parent: Command, shell: Shell): void {
  newCommand(parent, 'explain <action>', 'explain a decision as a tree: sanctions, rules, conditions, values', [
    'duanka rules explain bank_account.outflow --facts f.json --day 2025-01-05',
    'duanka rules explain mobile_sim.restore --facts f.json --lang en',
    'duanka rules explain credit.publish --facts f.json --json',
  ])
    .requiredOption('--facts <file>', 'JSON file with the facts')
    .option('--day <day>', 'day of the question, YYYY-MM-DD, or an instant with offset (today)')
    .addOption(new Option('--lang <language>', 'of the explanation').choices(['zh', 'en']).default('zh'))
    .option('--dir <directory>', 'folder of the rulebook (DUANKA_RULES_DIR, or rules)')
    .addHelpText('after', NOTES)
    .action((action: string, options: Options) => shell.report(options, () => run(shell, action, options)));
}

async function run({ terminal }: Shell, action: string, options: Options): Promise<Report> {
  const { facts, lang, dir, day = localDateOf(new Date()) } = options;
  if (!isDayOrInstant(day)) throw new UsageError('--day: a day (YYYY-MM-DD) or an instant with offset');
  const files = await readRuleFiles(dir === undefined ? terminal.readConfig().rulesDir : resolve(dir));
  const rulebook = rulebookFromFiles(files);
  const input = questionOf(rulebook, files, {
    question: action,
    at: day,
    facts: jsonIn(facts, await readFile(facts, 'utf8')),
    language: lang === 'en' ? 'en' : 'zh-CN',
  });
  const decision = decideNow(rulebook, input);
  const explanation = explainDecision(rulebook, input, decision, lang);
  return { json: { rulebook: rulebook.hash, ...decision, explanation }, text: treeOf(explanation).join('\n') };
}

function questionOf(...asked: Parameters<typeof explainedQuestion>): ReturnType<typeof explainedQuestion> {
  try {
    return explainedQuestion(...asked);
  } catch (error) {
    if (error instanceof UnusableFactsError) throw new UsageError(error.message);
    throw error;
  }
}

function jsonIn(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is no JSON`);
  }
}

function isDayOrInstant(text: string): boolean {
  return isLocalDate(text) || (INSTANT.test(text) && !Number.isNaN(Date.parse(text)));
}

/** The lines of a tree: ✓ what holds, ✗ what does not. */
function treeOf({ text, holds, children }: Explanation): string[] {
  const below = children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    const [first = '', ...others] = treeOf(child);
    return [`${isLast ? '└─' : '├─'} ${first}`, ...others.map((line) => `${isLast ? '  ' : '│ '} ${line}`)];
  });
  return [`${holds === undefined ? '' : MARKS[holds ? 'yes' : 'no']}${text}`, ...below];
}
