import { InvalidArgumentError, type Command } from 'commander';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** What a command has found out, for machines and for people. */
export interface Report {
  /** Printed as JSON with `--json`. */
  json: unknown;
  /** Printed otherwise; without the last line break. */
  text: string;
  exitCode?: ExitCode;
}

/** What every command takes. */
export interface CommonOptions {
  json?: boolean;
}

/** Where commands leave their exit code. */
export interface Outcome {
  exitCode: ExitCode;
}

/** The terminal, and how a report gets to it. */
export class Shell {
  readonly outcome: Outcome = { exitCode: EXIT.ok };

  constructor(readonly terminal: Terminal) {}

  /** Prints the report of the work in the form that was asked for. */
  async report(options: CommonOptions, work: () => Promise<Report>): Promise<void> {
    const { json, text, exitCode } = await work();
    this.terminal.output.write(`${options.json === true ? JSON.stringify(json, null, 2) : text}\n`);
    this.outcome.exitCode = exitCode ?? EXIT.ok;
  }
}

/** A command with what all commands have: `--json`, and examples under its help. */
export function newCommand(
  parent: Command,
  nameAndArguments: string,
  summary: string,
  examples: readonly string[],
): Command {
  return parent
    .command(nameAndArguments)
    .summary(summary)
    .description(summary)
    .option('--json', 'print JSON on standard output, and errors as JSON on standard error')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`);
}

/** Several words for one option: `--role submitter --role approver`. */
export function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Reads an option that is a number of things. @throws {InvalidArgumentError} */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('a whole number, 1 or more');
  return number;
}
