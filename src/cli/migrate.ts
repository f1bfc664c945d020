import type { Command } from 'commander';
import { isOutdated, migrate } from '../platform/database.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { EXIT } from './exit-code.js';
import { withDatabase } from './services.js';

interface Options extends CommonOptions {
  check?: boolean;
}

export function addMigrate(parent: Command, shell: Shell): void {
  newCommand(parent, 'migrate', 'bring the database schema up to date', [
    'duanka migrate',
    'duanka migrate --check        # exit code 1 if something is to be done',
    'DATABASE_URL=postgres://duanka@db.example/duanka duanka migrate --json',
  ])
    .option('--check', 'change nothing; only tell whether the schema is up to date')
    .action((options: Options) => shell.report(options, () => run(shell, options)));
}

async function run({ terminal }: Shell, { check }: Options): Promise<Report> {
  return withDatabase(terminal.readConfig(), async (database) => {
    if (check === true) {
      const upToDate = !(await isOutdated(database));
      const text = upToDate ? 'The schema is up to date.' : 'The schema is not up to date. Run: duanka migrate';
      return { json: { upToDate }, text, exitCode: upToDate ? EXIT.ok : EXIT.refused };
    }
    const migrations = await migrate(database);
    const text = migrations.length === 0 ? 'The schema is up to date; nothing ran.' : `Ran: ${migrations.join(', ')}`;
    return { json: { upToDate: true, ran: migrations }, text };
  });
}
