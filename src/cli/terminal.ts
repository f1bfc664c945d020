import { createInterface, type Interface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { readConfig, type Config } from '../config.js';
import { Interrupted, UsageError } from './failure.js';

/** The outside world of a command: its streams and its settings. Tests hand in their own. */
export interface Terminal {
  input: Readable & { isTTY?: boolean };
  /** The answer, and nothing else: it may be piped. */
  output: Writable & { isTTY?: boolean };
  /** Prompts, progress, errors. */
  messages: Writable & { isTTY?: boolean };
  /** @param overrides environment variables that the command sets itself */
  readConfig(overrides?: Readonly<Record<string, string>>): Config;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    input: process.stdin,
    output: process.stdout,
    messages: process.stderr,
    readConfig: (overrides) => readConfig(undefined, overrides),
  };
}

/**
 * Asks for what must not stand on a command line, where every user of the machine can read it.
 *
 * On a terminal: a prompt each, secrets without echo. Otherwise one line of standard input each, in the order of asking.
 */
export class Prompt {
  private lines: AsyncIterator<string> | undefined;

  constructor(private readonly terminal: Terminal) {}

  /** @param what such as `Password of city-submitter` */
  async secret(what: string): Promise<string> {
    return this.answer(what, true);
  }

  async line(what: string): Promise<string> {
    return (await this.answer(what, false)).trim();
  }

  private async answer(what: string, isSecret: boolean): Promise<string> {
    const answer = this.terminal.input.isTTY === true ? await this.typed(what, isSecret) : await this.piped();
    if (answer === undefined || answer === '') {
      throw new UsageError(`${what}: expected on standard input, one line`);
    }
    return answer;
  }

  private async piped(): Promise<string | undefined> {
    this.lines ??= createInterface({ input: this.terminal.input, crlfDelay: Infinity })[Symbol.asyncIterator]();
    const next = await this.lines.next();
    return next.done === true ? undefined : next.value;
  }

  private typed(what: string, isSecret: boolean): Promise<string> {
    const { input, messages } = this.terminal;
    // The reader first: it turns the terminal's own echo off.
    const reader = createInterface({ input, output: isSecret ? silence() : messages, terminal: true });
    messages.write(`${what}: `);
    return firstLine(reader).finally(() => {
      reader.close();
      if (isSecret) messages.write('\n');
    });
  }
}

function firstLine(reader: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    reader.once('line', resolve);
    // Ctrl-C and Ctrl-D close the reader; a line that came first has settled the promise by then.
    reader.once('close', () => reject(new Interrupted()));
  });
}

function silence(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
