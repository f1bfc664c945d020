import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readRuleFiles, rulebookHash } from '../rulebook/load.js';
import { mutantFates, scoreOf, type Fate, type MutationScore } from '../rulebook/mutation-run.js';
import { newCommand, wholeNumber, type CommonOptions, type Report, type Shell } from './command.js';
import { EXIT } from './exit-code.js';

interface Options extends CommonOptions {
  dir?: string;
  every: number;
  least: number;
}

const NOTES = `
One fault at a time is put into the rulebook: an operator, a bound, an effect, a part of a condition, an exception, a day, a
term. A golden case that no longer holds kills the mutant; one that survives shows what no case would notice.`;

export function addRulesMutate(parent: Command, shell: Shell): void {
  newCommand(parent, 'mutate', 'put faults into the rulebook and count how many the golden cases notice', [
    'duanka rules mutate              # every mutant; about a minute',
    'duanka rules mutate --every 10 --json',
    'duanka rules mutate --dir ../candidate/rules --least 98',
  ])
    .option('--every <number>', 'only every so many mutants', wholeNumber, 1)
    .option('--least <percent>', 'exit code 1 if fewer are killed, in percent', wholeNumber, 95)
    .option('--dir <directory>', 'folder of the rulebook (DUANKA_RULES_DIR, or rules)')
    .addHelpText('after', NOTES)
    .action((options: Options) => shell.report(options, () => run(shell, options)));
}

async function run({ terminal }: Shell, { dir, every, least }: Options): Promise<Report> {
  const files = await readRuleFiles(dir === undefined ? terminal.readConfig().rulesDir : resolve(dir));
  const fates: Fate[] = [];
  for await (const fate of mutantFates(files, (_mutant, index) => index % every === 0)) {
    fates.push(fate);
    if (terminal.messages.isTTY === true && fates.length % 25 === 0) terminal.messages.write(`\r${fates.length} …`);
  }
  if (terminal.messages.isTTY === true) terminal.messages.write('\r');
  const score = scoreOf(fates);
  const survivors = fates.flatMap(({ fate, mutant }) => (fate === 'survived' ? [mutant] : []));
  const byFile = Object.fromEntries(
    [...new Set(fates.map(({ mutant }) => mutant.file))].map((file) => [
      file,
      scoreOf(fates.filter(({ mutant }) => mutant.file === file)),
    ]),
  );
  const text = [
    ...Object.entries(byFile).map(([file, ofFile]) => `${shortly(ofFile)}  ${file}`),
    ...survivors.map(({ file, path, mutation, change }) => `survived: ${file} ${path} ${mutation}: ${change}`),
    `${shortly(score)}  of ${fates.length} mutants`,
  ].join('\n');
  return {
    json: {
      rulebook: rulebookHash(files),
      score,
      byFile,
      survivors: survivors.map(({ file, path, mutation, change }) => ({ file, path, mutation, change })),
    },
    text,
    exitCode: score.share * 100 >= least ? EXIT.ok : EXIT.refused,
  };
}

function shortly({ killed, survived, refused, share }: MutationScore): string {
  const percent = `${(share * 100).toFixed(1)} %`.padStart(7);
  return `${percent} killed (${killed} killed, ${survived} survived, ${refused} refused at load)`;
}
