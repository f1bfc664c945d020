import { CommanderError } from 'commander';
import { ConfigError } from '../config.js';
import { LogFileError } from '../decision-log/log-file.js';
import { NotAnchoredError } from '../decision-log/retention.js';
import { Problem } from '../domain/problem.js';
import { EmbeddedPostgresError } from '../platform/postgres-cluster.js';
import { NodeRoleError } from '../platform/node-role-error.js';
import { KeyringError } from '../platform/keyring.js';
import { loggedError } from '../platform/logging.js';
import { RulebookError } from '../rulebook/finding.js';
import { SchemaOutdatedError } from '../service.js';
import { WorkerFailure } from '../workers/worker-failure.js';
import { EXIT, type ExitCode } from './exit-code.js';

/** What was typed cannot be done; the message says what to type instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command cannot do its work as things are; the message says what to do about it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The operator pressed Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  /** @param message what was done by then, and how to go on */
  constructor(message = 'interrupted') {
    super(message);
  }
}

/** An error as an operator should see it. */
export interface Failure {
  exitCode: ExitCode;
  /** Machine code: the problem's, or a word of its own. */
  code: string;
  /** One line; several for a configuration with several faults. */
  message: string;
}

const UNUSABLE_FILE = new Set(['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR']);
/** SQLSTATE of a write to a standby. */
const READ_ONLY = '25006';
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNRESET', 'EHOSTUNREACH']);

/** Says in one line what is wrong. Never what was being written: the values may be personal. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) return { exitCode: EXIT.usage, code: 'usage', message: error.message };
  if (error instanceof UsageError) return { exitCode: EXIT.usage, code: 'usage', message: error.message };
  if (error instanceof ConfigError) return { exitCode: EXIT.usage, code: 'configuration', message: error.message };
  if (error instanceof KeyringError) return { exitCode: EXIT.usage, code: 'keys', message: error.message };
  if (error instanceof Refusal) return { exitCode: EXIT.refused, code: 'refused', message: error.message };
  if (error instanceof LogFileError) return { exitCode: EXIT.refused, code: 'log-file', message: error.message };
  if (error instanceof NotAnchoredError)
    return { exitCode: EXIT.refused, code: 'not-anchored', message: error.message };
  if (error instanceof SchemaOutdatedError) return { exitCode: EXIT.refused, code: 'schema', message: error.message };
  if (error instanceof RulebookError) return { exitCode: EXIT.refused, code: 'rulebook', message: error.message };
  if (error instanceof NodeRoleError) return { exitCode: EXIT.usage, code: 'role', message: error.message };
  if (error instanceof WorkerFailure)
    return { exitCode: exitCodeOf(error.exitCode), code: error.code, message: error.message };
  if (error instanceof Interrupted) return { exitCode: EXIT.interrupted, code: 'interrupted', message: error.message };
  if (error instanceof Problem) return problemFailure(error);
  if (error instanceof EmbeddedPostgresError)
    return { exitCode: EXIT.refused, code: 'database', message: error.message };
  return systemFailure(error);
}

function exitCodeOf(code: number): ExitCode {
  return Object.values(EXIT).find((known) => known === code) ?? EXIT.internal;
}

function problemFailure(problem: Problem): Failure {
  const { title, detail, errors = [] } = problem.toBody('en', '');
  const first = detail === title ? title : `${title}: ${detail}`;
  const faults = errors.map((fault) => `  - ${fault.path}: ${fault.detail}`);
  return {
    exitCode: problem.status >= 500 ? EXIT.internal : EXIT.refused,
    code: problem.code,
    message: [first, ...faults].join('\n'),
  };
}

function systemFailure(thrown: unknown): Failure {
  const error = innermost(thrown);
  const code = textOf(error, 'code');
  if (code !== undefined && UNUSABLE_FILE.has(code)) {
    return { exitCode: EXIT.usage, code, message: `${textOf(error, 'path') ?? 'A file'} cannot be used (${code})` };
  }
  if (code === 'EADDRINUSE') {
    return { exitCode: EXIT.refused, code, message: 'The port is in use. Set PORT to a free one' };
  }
  if (code === READ_ONLY) {
    return { exitCode: EXIT.refused, code, message: 'The database is read-only. Run this on the primary' };
  }
  if (code !== undefined && UNREACHABLE.has(code)) {
    return { exitCode: EXIT.internal, code, message: `The database does not answer (${code}). Is DATABASE_URL right?` };
  }
  const { type, message } = loggedError(error);
  const said = [type, code, message].filter((part) => part !== undefined).join(': ');
  return { exitCode: EXIT.internal, code: 'internal', message: `Internal error: ${said}` };
}

/** A refused connection to several addresses of one host is an AggregateError around the errors of each. */
function innermost(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('errors' in error)) return error;
  return Array.isArray(error.errors) && error.errors.length > 0 ? innermost(error.errors[0]) : error;
}

/** Node's own errors need not be `instanceof Error`: a test's sandbox has an Error of its own. */
function textOf(error: unknown, name: 'code' | 'path'): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value = new Map<string, unknown>(Object.entries(error)).get(name);
  return typeof value === 'string' ? value : undefined;
}
