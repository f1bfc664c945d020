import type { Command } from 'commander';
import { startService, stopSignal, untilAborted } from '../service.js';
import { newCommand, type CommonOptions, type Shell } from './command.js';

export function addStart(parent: Command, shell: Shell): void {
  newCommand(parent, 'start', 'run the service in the foreground; its log goes to standard output as JSON', [
    'duanka start',
    'DUANKA_WORKERS=4 duanka start        # four processes on one port',
    'PORT=8080 HOST=0.0.0.0 DATABASE_URL=postgres://duanka@db.example/duanka duanka start',
  ])
    .addHelpText(
      'after',
      '\nSIGINT or SIGTERM: requests in flight are finished (DUANKA_SHUTDOWN_SECONDS), then the embedded database is stopped.',
    )
    .action((_options: CommonOptions) => run(shell));
}

async function run({ terminal }: Shell): Promise<void> {
  const signal = stopSignal();
  const config = terminal.readConfig();
  const service = await startService(config);
  try {
    await Promise.race([untilAborted(signal), service.failure]);
  } finally {
    await service.stop();
  }
}
