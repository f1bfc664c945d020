import type { Command } from 'commander';
import { anchorKeyOf } from '../decision-log/anchor-key.js';
import { retain } from '../decision-log/retention.js';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { openKeyring } from '../platform/keyring.js';
import { newCommand, wholeNumber, type CommonOptions, type Report, type Shell } from './command.js';
import { withDatabase } from './services.js';

interface Options extends CommonOptions {
  months: number;
}

const NOTES = `
Whole months go, the oldest first, and never the present one. A month that is not anchored to its end is refused: run duanka log
anchor before. A signed anchor and the audit trail say what was taken away, so that verification tells it from a theft.`;

export function addLogRetain(parent: Command, shell: Shell): void {
  newCommand(parent, 'retain', 'drop the months of the decision log that are older than so many', [
    'duanka log retain --months 60   # keeps the present month and the 60 before it',
  ])
    .requiredOption('--months <number>', 'months that stay, besides the present one', wholeNumber)
    .addHelpText('after', NOTES)
    .action((options: Options) => shell.report(options, () => run(shell, options)));
}

async function run({ terminal }: Shell, { months: keep }: Options): Promise<Report> {
  const config = terminal.readConfig();
  const key = anchorKeyOf(openKeyring(config));
  const clock = new Clock();
  const dropped = await withDatabase(config, (database) => retain(database, new Audit(clock), key, clock.now(), keep));
  const { months, groups, decisions } = dropped;
  const text =
    months.length === 0
      ? 'There is no month that old.'
      : `${decisions} decisions in ${groups} groups of ${months.join(', ')} were dropped.`;
  return { json: dropped, text };
}
