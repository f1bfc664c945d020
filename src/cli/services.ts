import type { INestApplicationContext } from '@nestjs/common';
import { destination } from 'pino';
import type { DataSource } from 'typeorm';
import type { Config } from '../config.js';
import { Clock } from '../platform/clock.js';
import { connect, isOutdated, migrate, startDatabase } from '../platform/database.js';
import { openKeyring } from '../platform/keyring.js';
import { createLog } from '../platform/logging.js';
import { partsOf, SchemaOutdatedError } from '../service.js';

const STDERR = 2;

/**
 * Works with the database of the configuration, and stops an embedded one that nobody else uses.
 *
 * @param connections most connections that are opened
 */
export async function withDatabase<Result>(
  config: Config,
  work: (database: DataSource, url: string) => Promise<Result>,
  connections = 2,
): Promise<Result> {
  const running = await startDatabase(config);
  try {
    const database = await connect(running.url, connections);
    try {
      return await work(database, running.url);
    } finally {
      await database.destroy();
    }
  } finally {
    await running.stop();
  }
}

/**
 * Works with the services of the application, without an HTTP server. Their log goes to standard error.
 *
 * @throws {SchemaOutdatedError} where the schema is not the one of this program; the demo profile brings it up to date by itself
 */
export async function withServices<Result>(
  config: Config,
  work: (services: INestApplicationContext) => Promise<Result>,
): Promise<Result> {
  const keyring = openKeyring(config);
  return withDatabase(config, async (database, databaseUrl) => {
    if (config.isDemo) await migrate(database);
    else if (await isOutdated(database)) throw new SchemaOutdatedError();
    const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel, destination(STDERR));
    const services = await partsOf({ config, databaseUrl, keyring, clock: new Clock() }, log);
    try {
      return await work(services);
    } finally {
      await services.close();
    }
  });
}
