import { resolve } from 'node:path';
import type { Command } from 'commander';
import { checkRulebook } from '../rulebook/check.js';
import { formatFinding } from '../rulebook/finding.js';
import { readRuleFiles, rulebookHash } from '../rulebook/load.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { EXIT } from './exit-code.js';

interface Options extends CommonOptions {
  dir?: string;
}

export function addRulesCheck(parent: Command, shell: Shell): void {
  newCommand(
    parent,
    'check',
    'check the rulebook: schemas, references, versions, words, logic, cases; needs no database',
    [
      'duanka rules check               # exit code 1 with every finding, in English and Chinese',
      'duanka rules check --dir ../candidate/rules --json',
    ],
  )
    .option('--dir <directory>', 'folder of the rulebook (DUANKA_RULES_DIR, or rules)')
    .action((options: Options) => shell.report(options, () => run(shell, options)));
}

async function run({ terminal }: Shell, { dir }: Options): Promise<Report> {
  const directory = dir === undefined ? terminal.readConfig().rulesDir : resolve(dir);
  const files = await readRuleFiles(directory);
  const findings = await checkRulebook(files);
  const hash = rulebookHash(files);
  const inOrder = findings.length === 0;
  const lines = findings.flatMap((found) => [formatFinding(found), `    ${found.zh}`]);
  const text = inOrder
    ? `The rulebook is in order: ${hash}`
    : [...lines, `${findings.length} finding(s) in ${directory}`].join('\n');
  return { json: { directory, rulebook: hash, findings }, text, exitCode: inOrder ? EXIT.ok : EXIT.refused };
}
