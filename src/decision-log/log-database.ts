import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';

/** Asks a database; `bigint` comes as a number, as everywhere in this process (see `dataSourceOptions`). */
export type Query = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Whoever reads waits for readers only. */
const READERS = 4;
const CONNECT_MS = 5_000;
/** A commit that takes longer is not waited for: whether it happened is asked before the next one. */
const ANSWER_MS = 30_000;

/**
 * Where the decision log lives: the service's database, or the primary of the replica that this node reads. Connections of its
 * own, so that no answer waits behind an import for one.
 */
@Injectable()
export class LogDatabase {
  /** Groups are written one after the other. */
  private readonly writing: pg.Pool;
  private readonly reading: pg.Pool;

  constructor(config: Config, service: DataSource) {
    const url = config.primaryUrl ?? urlOf(service);
    this.writing = poolOf(url, 1);
    this.reading = poolOf(url, READERS);
  }

  readonly query: Query = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> => {
    const { rows } = await this.reading.query<Row>(sql, [...values]);
    return rows;
  };

  /** Runs a statement that the server prepares once per connection, on the writer's own. @returns how many rows it wrote */
  async write(name: string, text: string, values: unknown[]): Promise<number> {
    const { rowCount } = await this.writing.query({ name, text, values });
    return rowCount ?? 0;
  }

  /** All or nothing. */
  async transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    const client = await this.reading.connect();
    let isDone = false;
    try {
      await client.query('BEGIN');
      const result = await work(async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
        const { rows } = await client.query<Row>(sql, [...values]);
        return rows;
      });
      await client.query('COMMIT');
      isDone = true;
      return result;
    } finally {
      // A connection that is closed rolls back, whatever state it is in.
      client.release(!isDone);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.writing.end(), this.reading.end()]);
  }
}

function poolOf(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'duanka',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    verify: beDurable,
  });
  // Without these the process would die of a lost connection, idle or lent.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Where a server is set to lose the last commits in a crash, this log is not. A stricter setting stays. */
function beDurable(client: pg.PoolClient, done: (error?: Error) => void): void {
  client.query(
    `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`,
    (error?: Error) => done(error ?? undefined),
  );
}

function urlOf({ options }: DataSource): string {
  if ('url' in options && typeof options.url === 'string') return options.url;
  throw new Error('The database of the service is known by its URL');
}
