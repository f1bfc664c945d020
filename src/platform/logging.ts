import { types } from 'node:util';
import type { LoggerService } from '@nestjs/common';
import { destination, pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../config.js';

/** The service's log: JSON, one line per event, to standard output. @param destination elsewhere, for tests */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * The log of a running service.
 *
 * @param file absent: standard output. Several processes may write to it, a line at a time
 * @param worker which of several workers writes
 */
export function openLog(level: LogLevel, file: string | undefined, worker?: number): Logger {
  const log = createLog(level, file === undefined ? undefined : destination({ dest: file, sync: true }));
  return worker === undefined ? log : log.child({ worker });
}

/** What may be said of an error in the log. */
export interface LoggedError {
  type: string;
  message?: string;
  code?: string;
  constraint?: string;
  at: string[];
}

/** Errors whose text repeats what was sent: a database's, and a parser's. */
const REPEATING_ERRORS = new Set(['QueryFailedError', 'DatabaseError', 'error', 'SyntaxError', 'EntityNotFoundError']);

/** An error without the values it happened with: those may be personal. The stack's frames tell where to look. */
export function loggedError(error: unknown): LoggedError {
  if (!types.isNativeError(error)) return { type: typeof error, at: [] };
  const code = textOf(error, 'code');
  const constraint = textOf(error, 'constraint');
  return {
    type: error.name,
    ...(REPEATING_ERRORS.has(error.name) ? {} : { message: error.message }),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    at: framesOf(error),
  };
}

/** Nest's own messages in the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly pinoLog: Logger) {}

  log(message: unknown, ...details: unknown[]): void {
    // Nest tells every route and module it starts, in the name of its classes; that is for debugging.
    this.write(/^[a-z]/.test(String(details.at(-1))) ? 'info' : 'debug', message, details);
  }

  debug(message: unknown, ...details: unknown[]): void {
    this.write('debug', message, details);
  }

  verbose(message: unknown, ...details: unknown[]): void {
    this.write('trace', message, details);
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.write('warn', message, details);
  }

  error(message: unknown, ...details: unknown[]): void {
    this.write('error', message, details);
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.write('fatal', message, details);
  }

  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    details: readonly unknown[],
  ): void {
    // Nest hands over the context last, and before it the stack of an error.
    const context = details.at(-1);
    const fields = typeof context === 'string' ? { context } : {};
    if (types.isNativeError(message)) this.pinoLog[level]({ ...fields, error: loggedError(message) }, 'failed');
    else this.pinoLog[level](fields, typeof message === 'string' ? message : 'said something that is not a text');
  }
}

function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim().slice('at '.length));
}

function textOf(error: Error, name: string): string | undefined {
  const value = new Map<string, unknown>(Object.entries(error)).get(name);
  return typeof value === 'string' ? value : undefined;
}
