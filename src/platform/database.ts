import pg from 'pg';
import { DataSource } from 'typeorm';
import type { Config } from '../config.js';
import { dataSourceOptions } from './data-source.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { EmbeddedPostgresError } from './postgres-cluster.js';

/** A PostgreSQL to connect to: the operator's, or the embedded one. */
export interface RunningDatabase {
  /** Connection URL; it contains the password. */
  url: string;
  isEmbedded: boolean;
  /** Stops the embedded server, unless others use it; the operator's is never touched. Close your connections first. */
  stop(): Promise<void>;
}

/** The database of the configuration, started where it is the embedded one. */
export async function startDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<RunningDatabase> {
  if (config.databaseUrl !== undefined)
    return { url: config.databaseUrl, isEmbedded: false, stop: () => Promise.resolve() };
  const server = await EmbeddedPostgres.start({ dataDir: config.dataDir });
  await server.ensureDatabase('duanka');
  return {
    url: server.url('duanka'),
    isEmbedded: true,
    stop: async () => {
      if (!(await server.hasClients())) await server.stop();
    },
  };
}

/** Key of the advisory lock a service holds on its embedded database: the letters "SERV" as a number. */
const SERVING = 0x53455256;

/**
 * Makes sure that one service at a time uses an embedded database. The claim dies with its holder, even by `kill -9`.
 *
 * @returns gives it back; to be called before the database is stopped
 * @throws {EmbeddedPostgresError} while another service runs on the data directory
 */
export async function claim({ url, isEmbedded }: RunningDatabase, dataDir: string): Promise<() => Promise<void>> {
  // Any number of nodes may work on the operator's database.
  if (!isEmbedded) return () => Promise.resolve();
  const client = new pg.Client({ connectionString: url, application_name: 'duanka claim' });
  // Without this the service would die of a lost connection instead of answering 503.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ held: boolean }>(`SELECT pg_try_advisory_lock($1) AS held`, [SERVING]);
  if (rows[0]?.held === true) return () => client.end();
  await client.end();
  throw new EmbeddedPostgresError(
    `A service is running on ${dataDir} already. Stop it, or choose another directory with DUANKA_DATA_DIR`,
  );
}

/** Connects. The caller destroys the data source. @param isReadOnly the server refuses every write */
export function connect(url: string, poolSize = 5, isReadOnly = false): Promise<DataSource> {
  return new DataSource(dataSourceOptions(url, poolSize, isReadOnly)).initialize();
}

/** Where a data source is connected to, for those who need a connection of their own. It contains the password. */
export function urlOf({ options }: DataSource): string {
  if (options.type !== 'postgres' || options.url === undefined) throw new Error('The database has no URL');
  return options.url;
}

/** Key of the advisory lock that lets one process migrate at a time. */
const MIGRATING = 0x4d494752;

/** Brings the schema up to date; running it twice changes nothing. @returns the names of the migrations that ran */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const guard = dataSource.createQueryRunner();
  await guard.connect();
  try {
    await guard.query(`SELECT pg_advisory_lock($1)`, [MIGRATING]);
    const migrations = await dataSource.runMigrations();
    return migrations.map((migration) => migration.name);
  } finally {
    await guard.query(`SELECT pg_advisory_unlock($1)`, [MIGRATING]).catch(() => undefined);
    await guard.release();
  }
}

/** Whether a migration is still to run. Only reads: asked naively, TypeORM would make its table on the way. */
export async function isOutdated(dataSource: DataSource): Promise<boolean> {
  const [row]: { exists: boolean }[] = await dataSource.query(`SELECT to_regclass('migration') IS NOT NULL AS exists`);
  return row?.exists !== true || dataSource.showMigrations();
}
