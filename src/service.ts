import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { serveHttp } from './http-process.js';
import { assertRoleFits } from './node-role.js';
import { Clock } from './platform/clock.js';
import { claim, connect, isOutdated, migrate, startDatabase, type RunningDatabase } from './platform/database.js';
import { openKeyring, type Keyring } from './platform/keyring.js';
import { NestLog, openLog } from './platform/logging.js';
import type { Foundation } from './platform/platform.module.js';
import { WorkerHost } from './workers/worker-host.js';

/** The service while it runs. */
export interface RunningService {
  /** Where this machine reaches it, such as `http://127.0.0.1:3000`. */
  address: string;
  /** Rejects when it cannot go on by itself, and then is to be stopped; never resolves. */
  failure: Promise<never>;
  /** Its parts, for whoever works with them in this process; where workers serve, made at the first call. */
  parts(): Promise<INestApplicationContext>;
  /** Finishes what was begun, closes the database and stops it where it is the embedded one. */
  stop(): Promise<void>;
}

/** The schema is older than the program, on a database that is not ours to change. */
export class SchemaOutdatedError extends Error {
  override readonly name = 'SchemaOutdatedError';

  constructor() {
    super('The database schema is not up to date. Run: duanka migrate');
  }
}

/**
 * Starts database and service; the same for `npm start`, `duanka start` and the quick start.
 *
 * The embedded database is migrated on the way. The operator's is not: several nodes may still run the old version on it; and
 * a decision node changes none.
 *
 * @param logFile absent: standard output
 * @throws {SchemaOutdatedError} and whatever hinders the start; nothing is left running then
 */
export async function startService(config: Config, logFile?: string): Promise<RunningService> {
  const keyring = openKeyring(config);
  const database = await startDatabase(config);
  try {
    const release = await claim(database, config.dataDir);
    try {
      await prepareSchema(config, database);
      const ground = { config, database, keyring, log: openLog(config.logLevel, logFile) };
      const service = await (config.workers === 1 ? serveAlone(ground) : serveByWorkers(ground, logFile));
      return { ...service, stop: () => stop(service, release, database) };
    } catch (error) {
      await release();
      throw error;
    }
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function stop(service: RunningService, release: () => Promise<void>, database: RunningDatabase): Promise<void> {
  try {
    await service.stop();
  } finally {
    await release();
    await database.stop();
  }
}

/** What a service stands on. */
interface Ground {
  config: Config;
  database: RunningDatabase;
  keyring: Keyring;
  log: Logger;
}

async function serveAlone({ config, database, keyring, log }: Ground): Promise<RunningService> {
  const http = await serveHttp({ config, databaseUrl: database.url, keyring, clock: new Clock() }, log);
  const { app, address } = http;
  log.info({ address, demo: config.isDemo, embedded: database.isEmbedded }, 'service started');
  const failure = new Promise<never>(() => undefined);
  return { address, failure, parts: () => Promise.resolve(app), stop: () => http.close() };
}

async function serveByWorkers({ config, database, keyring, log }: Ground, logFile?: string): Promise<RunningService> {
  const host = await WorkerHost.start({ config, databaseUrl: database.url, logFile: logFile ?? null, log });
  const { address, failure } = host;
  log.info({ address, demo: config.isDemo, embedded: database.isEmbedded, workers: config.workers }, 'service started');
  let own: Promise<INestApplicationContext> | undefined;
  return {
    address,
    failure,
    parts: () => (own ??= partsOf({ config, databaseUrl: database.url, keyring, clock: new Clock() }, log)),
    stop: async () => {
      await host.stop();
      await (await own)?.close();
      log.info('service stopped');
    },
  };
}

/** The application without an HTTP server. Close it. */
export function partsOf(foundation: Foundation, log: Logger): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(AppModule.on(foundation), {
    logger: new NestLog(log),
    abortOnError: false,
  });
}

/** Exit code of a process that was made to stop. */
const INTERRUPTED = 130;

/** npm repeats the Ctrl-C that the terminal has sent us already: within this time it is the same one. */
const SAME_SIGNAL_MS = 1000;

/** Aborted by the first SIGINT or SIGTERM, which asks to finish; a second one ends the process at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const onSignal = (): void => {
    if (firstAt !== undefined && performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(INTERRUPTED);
    firstAt ??= performance.now();
    controller.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return controller.signal;
}

/** Resolves when the signal has come. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function prepareSchema(config: Config, { url, isEmbedded }: RunningDatabase): Promise<void> {
  const isDecisionNode = config.role === 'decision';
  const connection = await connect(url, 2, isDecisionNode);
  try {
    await assertRoleFits(config, connection);
    if (!isDecisionNode && (isEmbedded || config.isDemo)) await migrate(connection);
    else if (await isOutdated(connection)) throw new SchemaOutdatedError();
  } finally {
    await connection.destroy();
  }
}
