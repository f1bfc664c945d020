import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { createApp } from './app.setup.js';
import type { Config } from './config.js';
import { Clock } from './platform/clock.js';
import { claim, connect, isOutdated, migrate, startDatabase, type RunningDatabase } from './platform/database.js';
import { openKeyring, type Keyring } from './platform/keyring.js';
import { Readiness } from './platform/readiness.js';

/** The service while it runs. */
export interface RunningService {
  app: NestFastifyApplication;
  /** Where this machine reaches it, such as `http://127.0.0.1:3000`. */
  address: string;
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
 * The embedded database is migrated on the way. The operator's is not: several nodes may still run the old version on it.
 *
 * @throws {SchemaOutdatedError} and whatever hinders the start; nothing is left running then
 */
export async function startService(config: Config, log: Logger): Promise<RunningService> {
  const keyring = openKeyring(config);
  const database = await startDatabase(config);
  try {
    const release = await claim(database, config.dataDir);
    try {
      return await serve({ config, database, keyring, log, release });
    } catch (error) {
      await release();
      throw error;
    }
  } catch (error) {
    await database.stop();
    throw error;
  }
}

interface Parts {
  config: Config;
  database: RunningDatabase;
  keyring: Keyring;
  log: Logger;
  /** Gives the data directory free for another service. */
  release: () => Promise<void>;
}

async function serve({ config, database, keyring, log, release }: Parts): Promise<RunningService> {
  await prepareSchema(database.url, database.isEmbedded || config.isDemo);
  const app = await createApp({ config, databaseUrl: database.url, keyring, clock: new Clock() }, log);
  try {
    await app.listen(config.port, config.host);
    const address = addressOf(app, config.host);
    log.info({ address, demo: config.isDemo, embedded: database.isEmbedded }, 'service started');
    const stop = async (): Promise<void> => {
      try {
        await close(app, config, log);
      } finally {
        await release();
        await database.stop();
      }
    };
    return { app, address, stop };
  } catch (error) {
    await app.close();
    throw error;
  }
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

async function prepareSchema(url: string, mayMigrate: boolean): Promise<void> {
  const connection = await connect(url, 2);
  try {
    if (mayMigrate) await migrate(connection);
    else if (await isOutdated(connection)) throw new SchemaOutdatedError();
  } finally {
    await connection.destroy();
  }
}

async function close(app: NestFastifyApplication, config: Config, log: Logger): Promise<void> {
  app.get(Readiness).close();
  // Whoever does not let go of a connection must not keep the others waiting for ever.
  const deadline = setTimeout(() => app.getHttpServer().closeAllConnections(), config.shutdownMs);
  try {
    await app.close();
  } finally {
    clearTimeout(deadline);
  }
  log.info('service stopped');
}

function addressOf(app: NestFastifyApplication, host: string): string {
  const bound = app.getHttpServer().address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const isAny = host === '0.0.0.0' || host === '::';
  const name = isAny ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
