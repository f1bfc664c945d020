import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { whenDone } from './cleanup.js';

/** A command of the service in a process of its own, as the shell runs it; killed when the test file is done. */
export class ServiceProcess {
  private said = '';
  private isOver = false;
  private readonly news = new EventEmitter();
  private readonly ended: Promise<unknown[]>;

  private constructor(private readonly child: ChildProcess) {
    // `close` and not `exit`: by then everything it said has arrived.
    this.ended = once(child, 'close');
    child.once('close', () => {
      this.isOver = true;
      this.news.emit('heard');
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => this.hear(chunk.toString()));
  }

  /** @param command such as `start` @param environment settings besides our own */
  static start(command: string, environment: Readonly<Record<string, string>>): ServiceProcess {
    const words = ['--import', './test/support/typescript.mjs', 'src/cli.ts', command];
    const child = spawn(process.execPath, words, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    whenDone(async () => void child.kill('SIGKILL'));
    return new ServiceProcess(child);
  }

  /** Everything it has said by the time it says this. */
  async until(text: string): Promise<string> {
    await this.untilSaid((said) => said.includes(text));
    return this.said;
  }

  /** Waits until a line of its log is as wanted. */
  async untilLogged(wanted: (line: LogLine) => boolean): Promise<LogLine> {
    let found: LogLine | undefined;
    await this.untilSaid(() => (found = this.log().find(wanted)) !== undefined);
    return found ?? {};
  }

  /** Its log so far, line by line. */
  log(): LogLine[] {
    return this.said
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{'))
      .map((line): LogLine => JSON.parse(line));
  }

  /** @returns its exit code, or the signal that ended it */
  async end(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<unknown> {
    this.child.kill(signal);
    const [code, ending] = await this.ended;
    return code ?? ending;
  }

  private async untilSaid(isEnough: (said: string) => boolean): Promise<void> {
    while (!isEnough(this.said)) {
      if (this.isOver) throw new Error(`it ended with ${this.child.exitCode}:\n${this.said}`);
      await once(this.news, 'heard');
    }
  }

  private hear(words: string): void {
    this.said += words;
    this.news.emit('heard');
  }
}

/** A line of the service's log. */
export type LogLine = Readonly<Record<string, unknown>>;
