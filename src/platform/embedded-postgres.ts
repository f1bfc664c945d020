import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { hasCode } from './error-code.js';
import { clusterPassword, EmbeddedPostgresError, SUPERUSER } from './postgres-cluster.js';
import { settle, type Settlement } from './postgres-settlement.js';

const HOST = '127.0.0.1';
const START_SECONDS = 120;
/** A server that starts writes its process id at once; a file that stays empty was left by a crash. */
const EMPTY_PID_MS = 5000;

export interface EmbeddedPostgresOptions {
  /** Directory of the service's data; absolute. */
  dataDir: string;
  /** For tests only: a crash may lose what was committed. */
  fast?: boolean;
}

/**
 * A real PostgreSQL 18 that lives below the data directory and outlives this process: after `kill -9` of the service the
 * next start finds it running and takes it over.
 *
 * The npm package's own class is not used: its exit hook kills the database before our requests have finished.
 */
export class EmbeddedPostgres {
  private constructor(
    private readonly settlement: Settlement,
    private readonly password: string,
    /** TCP port on 127.0.0.1. */
    readonly port: number,
    /** Whether it was running already when we came. */
    readonly wasRunning: boolean,
  ) {}

  /**
   * Starts the server of the data directory, making it first where there is none.
   *
   * @throws {EmbeddedPostgresError} where it does not start, with the last lines of its log
   */
  static async start({ dataDir, fast = false }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    mkdirSync(dataDir, { recursive: true });
    const settlement = settle(dataDir);
    const password = await clusterPassword(settlement, dataDir, fast);
    const running = await runningPort(settlement, password);
    if (running !== undefined) return new EmbeddedPostgres(settlement, password, running, true);
    const port = await freePort(lastPort(settlement));
    writeFileSync(join(settlement.cluster, 'duanka.conf'), serverSettings(port, fast));
    if (settlement.owner !== undefined)
      chownSync(join(settlement.cluster, 'duanka.conf'), settlement.owner.uid, settlement.owner.gid);
    const start = await settlement.run('pg_ctl', [
      'start',
      '-w',
      '-t',
      String(START_SECONDS),
      '-D',
      settlement.cluster,
      '-l',
      logFile(settlement),
    ]);
    // Asked for and not taken for granted: another process may have started it in the same second, on another port.
    const actual = await runningPort(settlement, password);
    if (actual !== undefined) return new EmbeddedPostgres(settlement, password, actual, start.status !== 0);
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL does not start:\n${start.output}${lastLines(logFile(settlement))}`,
    );
  }

  /** Connection URL of a database on this server; it contains the password. */
  url(database: string): string {
    return `postgres://${SUPERUSER}:${this.password}@${HOST}:${this.port}/${database}`;
  }

  /** Makes the database unless it exists. @param template a database without connections to copy */
  async ensureDatabase(database: string, template = 'template0'): Promise<void> {
    await this.administer(async (client) => {
      const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = $1`, [database]);
      if (rowCount === 0)
        await client.query(
          `CREATE DATABASE ${pg.escapeIdentifier(database)} TEMPLATE ${pg.escapeIdentifier(template)}`,
        );
    });
  }

  /** Whether any client is connected, such as another service or a running command. */
  async hasClients(): Promise<boolean> {
    return this.administer(async (client) => {
      const { rowCount } = await client.query(
        `SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`,
      );
      return rowCount !== 0;
    });
  }

  /** Stops the server; transactions in flight are rolled back, committed ones are on disk. */
  async stop(): Promise<void> {
    const stop = await this.settlement.run('pg_ctl', [
      'stop',
      '-w',
      '-m',
      'fast',
      '-t',
      String(START_SECONDS),
      '-D',
      this.settlement.cluster,
    ]);
    if (stop.status !== 0 && existsSync(join(this.settlement.cluster, 'postmaster.pid'))) {
      throw new EmbeddedPostgresError(`The embedded PostgreSQL does not stop:\n${stop.output}`);
    }
  }

  /** Removes a stopped server with all its data. */
  remove(): Promise<void> {
    return rm(this.settlement.home, { recursive: true, force: true });
  }

  private async administer<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const client = new pg.Client({ connectionString: this.url('postgres'), application_name: 'duanka' });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}

function serverSettings(port: number, fast: boolean): string {
  const durability = fast ? 'off' : 'on';
  return [
    `port = ${port}`,
    `listen_addresses = '${HOST}'`,
    // No socket file: its path would be too long below some homes.
    `unix_socket_directories = ''`,
    `fsync = ${durability}`,
    `synchronous_commit = ${durability}`,
    `full_page_writes = ${durability}`,
    `max_wal_size = '2GB'`,
    // Enough for twenty workers with every connection they may open.
    `max_connections = 400`,
    `timezone = 'UTC'`,
    `log_timezone = 'UTC'`,
    `jit = off`,
    // Nothing personal in the server's log: neither statements nor the rows that a constraint refuses.
    `log_min_error_statement = panic`,
    `log_error_verbosity = terse`,
    `log_parameter_max_length = 0`,
    `log_parameter_max_length_on_error = 0`,
    '',
  ].join('\n');
}

/** The port of a server that runs on this cluster and knows our password; waits while it starts or recovers. */
async function runningPort(settlement: Settlement, password: string): Promise<number | undefined> {
  const pidFile = join(settlement.cluster, 'postmaster.pid');
  const deadline = Date.now() + START_SECONDS * 1000;
  const emptyUntil = Date.now() + EMPTY_PID_MS;
  while (existsSync(pidFile)) {
    const [pid = '', , , port = ''] = readFileSync(pidFile, 'utf8').split('\n');
    const isBeingWritten = pid === '' && Date.now() < emptyUntil;
    if (!isBeingWritten && !isServer(Number(pid), settlement.cluster)) {
      // Left behind by a machine that went down; the number may belong to another program by now, which would make
      // PostgreSQL refuse to start.
      rmSync(pidFile, { force: true });
      return undefined;
    }
    if (port !== '' && (await answers(Number(port), password))) return Number(port);
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(
        `The PostgreSQL with process id ${pid} holds ${settlement.cluster}, but does not answer`,
      );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}

/** Whether the process is a PostgreSQL on this cluster. Where /proc is missing: whether it lives at all. */
function isServer(pid: number, cluster: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!hasCode(error, 'EPERM')) return false;
  }
  const commandFile = `/proc/${pid}/cmdline`;
  if (!existsSync(commandFile)) return true;
  return readFileSync(commandFile, 'utf8').split('\0').includes(cluster);
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    host: HOST,
    port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The port this cluster had the last time: a service that has lost its server finds it there again. 0 of a new one. */
function lastPort(settlement: Settlement): number {
  const file = join(settlement.cluster, 'duanka.conf');
  return existsSync(file) ? Number(/^port = (\d+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) : 0;
}

/** This port if nobody has it, or any other one. */
async function freePort(wanted: number): Promise<number> {
  const port = (await boundPort(wanted)) ?? (await boundPort(0));
  if (port === undefined) throw new EmbeddedPostgresError('There is no free TCP port on this machine');
  return port;
}

function boundPort(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(wanted, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

function logFile(settlement: Settlement): string {
  return join(settlement.home, 'postgres.log');
}

function lastLines(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-12).join('\n') : '';
}
