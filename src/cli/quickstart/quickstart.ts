import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config.js';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import { hasCode } from '../../platform/error-code.js';
import { Revisions } from '../../platform/revisions.js';
import { startService, stopSignal, untilAborted, type RunningService } from '../../service.js';
import { newCommand, type CommonOptions, type Shell } from '../command.js';
import { Refusal } from '../failure.js';
import { SignIn, signedIn } from '../sign-in.js';
import { Prompt, type Terminal } from '../terminal.js';
import { answersOf } from './answers.js';
import { DemoClient } from './demo-client.js';
import { DemoLoader } from './demo-loader.js';
import type { AnsweredExample } from './examples.js';
import { pageOf } from './page.js';

export function addQuickstart(parent: Command, shell: Shell): void {
  newCommand(parent, 'quickstart', 'run the service with its demo profile, and load the demo data', [
    'duanka quickstart',
    'PORT=3001 DUANKA_DATA_DIR=/tmp/duanka duanka quickstart',
  ])
    .addHelpText(
      'after',
      '\nEverything lives in DUANKA_DATA_DIR (.duanka), the log of the service in quickstart.log there.',
    )
    .action((options: CommonOptions) => run(shell.terminal, options));
}

async function run(terminal: Terminal, options: CommonOptions): Promise<void> {
  const signal = stopSignal();
  const config = terminal.readConfig({ DUANKA_DEMO: '1' });
  if (config.role === 'decision')
    throw new Refusal('The quick start loads data: it needs a full node, DUANKA_ROLE=full');
  mkdirSync(config.dataDir, { recursive: true });
  const logFile = join(config.dataDir, 'quickstart.log');
  terminal.messages.write('Starting database and service …\n');
  const service = await start(config, logFile);
  try {
    const examples = await prepare(service, config, terminal, signal);
    if (examples !== undefined) {
      const { address } = service;
      const json = { address, console: `${address}/console`, docs: `${address}/docs`, log: logFile, examples };
      terminal.output.write(
        options.json === true ? `${JSON.stringify(json, null, 2)}\n` : pageOf(address, logFile, examples),
      );
      await Promise.race([untilAborted(signal), service.failure]);
    }
    terminal.messages.write('\nStopping …\n');
  } finally {
    await service.stop();
  }
  terminal.messages.write('Stopped.\n');
}

/** The log goes to a file: the page is what there is to read here. */
async function start(config: Config, logFile: string): Promise<RunningService> {
  try {
    return await startService(config, logFile);
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) {
      throw new Refusal(
        `Port ${config.port} is in use, perhaps by a quick start that is running already. Choose another: PORT=${config.port + 1} npm run quickstart`,
      );
    }
    throw error;
  }
}

/** @returns undefined where Ctrl-C came first; the step that ran then is finished, the rest waits for the next start */
async function prepare(
  service: RunningService,
  config: Config,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<AnsweredExample[] | undefined> {
  const parts = await service.parts();
  const signIn = new SignIn(parts, new Prompt(terminal));
  await signedIn(signIn, () => new DemoLoader(parts, signIn, terminal).load(signal));
  if (signal.aborted) return undefined;
  const now = { revision: await parts.get(Revisions).current(), rulebook: parts.get(RulebookStore).current().hash };
  return answersOf(new DemoClient(service.address, now.revision), config.dataDir, now);
}
