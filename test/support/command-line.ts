import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runCommandLine } from '../../src/cli/program.js';
import { readConfig } from '../../src/config.js';
import { whenDone } from './cleanup.js';

/** What a command said, and how it ended. */
export interface CommandResult {
  exitCode: number;
  output: string;
  messages: string;
  /** The output as JSON. */
  json(): unknown;
}

/** Runs commands in this process, with settings, standard input and streams of their own. */
export class CommandLine {
  constructor(
    readonly directory: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  async run(words: readonly string[], lines: readonly string[] = []): Promise<CommandResult> {
    const output: string[] = [];
    const messages: string[] = [];
    const exitCode = await runCommandLine(words, {
      input: Readable.from(lines.map((line) => `${line}\n`)),
      output: collecting(output),
      messages: collecting(messages),
      readConfig: (overrides) => readConfig(this.environment, overrides),
    });
    const text = output.join('');
    return { exitCode, output: text, messages: messages.join(''), json: () => JSON.parse(text) };
  }

  /** The same with further settings. */
  with(environment: Readonly<Record<string, string>>): CommandLine {
    return new CommandLine(this.directory, { ...this.environment, ...environment });
  }
}

/** A command line with a data directory of its own, removed when the test file is done. */
export async function aCommandLine(environment: Readonly<Record<string, string>> = {}): Promise<CommandLine> {
  const directory = await mkdtemp(join(tmpdir(), 'duanka-cli-'));
  whenDone(() => rm(directory, { recursive: true }));
  return new CommandLine(directory, { DUANKA_DATA_DIR: directory, LOG_LEVEL: 'error', ...environment });
}

function collecting(chunks: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
}
