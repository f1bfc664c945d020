import { createWriteStream, existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { anchorKeyOf } from '../decision-log/anchor-key.js';
import { queryOf } from '../decision-log/log-check.service.js';
import { exportLines } from '../decision-log/log-file.js';
import { month, monthsAfter, startOfMonth, type Month } from '../decision-log/month.js';
import { openKeyring } from '../platform/keyring.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { UsageError } from './failure.js';
import { showProgress } from './progress.js';
import { withDatabase } from './services.js';

interface Options extends CommonOptions {
  from: Month;
  to?: Month;
  out: string;
}

const NOTES = `
Lines of JSON: a signed manifest, every anchor, and the groups as they are stored, encrypted. duanka log verify --file checks it
anywhere. What was logged before there were groups is not in it.`;

export function addLogExport(parent: Command, shell: Shell): void {
  newCommand(parent, 'export', 'write some months of the decision log into a file', [
    'duanka log export --from 2026-11 --to 2027-01 --out winter.ndjson',
  ])
    .requiredOption('--from <month>', 'first month, YYYY-MM in Asia/Shanghai', readMonth)
    .option('--to <month>', 'last month (the same as --from)', readMonth)
    .requiredOption('--out <file>', 'file to write; it must not exist')
    .addHelpText('after', NOTES)
    .action((options: Options) => shell.report(options, () => run(shell, options)));
}

async function run({ terminal }: Shell, { from, to = from, out }: Options): Promise<Report> {
  if (existsSync(out)) throw new UsageError(`${out} exists already`);
  const config = terminal.readConfig();
  const key = anchorKeyOf(openKeyring(config));
  const span = { from: startOfMonth(from), before: startOfMonth(monthsAfter(to, 1)) };
  const progress = showProgress(terminal, 'exporting', undefined);
  let lines = 0;
  try {
    await withDatabase(config, (database) =>
      database.transaction('REPEATABLE READ', async (tx) => {
        const counted = async function* (): AsyncGenerator<string> {
          for await (const line of exportLines(queryOf(tx), span, key, new Date())) {
            yield line;
            progress.update((lines += 1));
          }
        };
        await pipeline(Readable.from(counted()), createWriteStream(out, { flags: 'wx', mode: 0o600 }));
      }),
    );
  } finally {
    progress.stop();
  }
  return { json: { from, to, out, lines }, text: `${lines} lines from ${from} to ${to} are in ${out}` };
}

function readMonth(text: string): Month {
  try {
    return month(text);
  } catch {
    throw new InvalidArgumentError('a month, YYYY-MM');
  }
}
