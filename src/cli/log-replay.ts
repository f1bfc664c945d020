import type { Command } from 'commander';
import { DecisionLog } from '../decision-log/decision-log.service.js';
import { decideAgain } from '../decisions/replay.js';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import { newCommand, wholeNumber, type CommonOptions, type Report, type Shell } from './command.js';
import { EXIT } from './exit-code.js';
import { showProgress } from './progress.js';
import { withServices } from './services.js';

interface Options extends CommonOptions {
  last?: number;
}

const MOST_SHOWN = 20;
const ROWS_PER_STEP = 1_000;

export function addLogReplay(parent: Command, shell: Shell): void {
  newCommand(parent, 'replay', 'decide again what is stored, each under the rulebook of then, and compare the bytes', [
    'duanka log replay --last 100000   # exit code 1 if one of them comes out otherwise',
    'duanka log replay --json',
  ])
    .option('--last <number>', 'only the newest so many (all)', wholeNumber)
    .action((options: Options) => shell.report(options, () => run(shell, options)));
}

async function run({ terminal }: Shell, { last = Number.POSITIVE_INFINITY }: Options): Promise<Report> {
  return withServices(terminal.readConfig(), async (services) => {
    const rulebooks = services.get(RulebookStore);
    const startedAt = performance.now();
    const different: string[] = [];
    let count = 0;
    const progress = showProgress(terminal, 'replaying', Number.isFinite(last) ? last : undefined);
    try {
      for await (const entry of services.get(DecisionLog).newestFirst()) {
        if (count >= last) break;
        const { isSame } = decideAgain(await rulebooks.byHash(entry.rulebookHash), entry);
        if (!isSame) different.push(entry.id);
        count += 1;
        if (count % ROWS_PER_STEP === 0) progress.update(count);
      }
    } finally {
      progress.stop();
    }
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    const same = count - different.length;
    const text = [
      `${same} of ${count} decisions came out byte for byte the same, in ${seconds} s`,
      ...different.slice(0, MOST_SHOWN).map((id) => `  - ${id} differs`),
    ].join('\n');
    return {
      json: { decisions: count, same, different: different.slice(0, MOST_SHOWN), seconds },
      text,
      exitCode: different.length === 0 ? EXIT.ok : EXIT.refused,
    };
  });
}
