import type { OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../config.js';
import { Problem } from '../domain/problem.js';
import { dataSourceOptions } from './data-source.js';

/** A decision node writes little besides its log, which has connections of its own. */
const CONNECTIONS = 2;

/**
 * Where this node writes what even a question leaves behind, such as the answer kept under an `Idempotency-Key`.
 *
 * A full node: its own database. A decision node: `DUANKA_PRIMARY_URL`, by connections of its own; its own database is only
 * ever read.
 */
export class Primary implements OnApplicationShutdown {
  private opened: Promise<DataSource> | undefined;

  /** @param url of the own database */
  constructor(
    private readonly own: DataSource,
    private readonly url: string,
    private readonly config: Pick<Config, 'role' | 'primaryUrl'>,
  ) {}

  /** @throws {Problem} `not-on-this-node` where a decision node on a replica was given no primary */
  async database(): Promise<DataSource> {
    if (this.config.role === 'full') return this.own;
    this.opened ??= writable(this.config.primaryUrl ?? this.url);
    try {
      return await this.opened;
    } catch (error) {
      // The next request tries again.
      this.opened = undefined;
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    const opened = await this.opened?.catch(() => undefined);
    await opened?.destroy();
  }
}

async function writable(url: string): Promise<DataSource> {
  const database = await new DataSource(dataSourceOptions(url, CONNECTIONS)).initialize();
  if (!(await isStandby(database))) return database;
  await database.destroy();
  throw new Problem('not-on-this-node');
}

/** Whether the server is a streaming replica, which refuses every write. */
export async function isStandby(database: DataSource): Promise<boolean> {
  const [row]: { standby: boolean }[] = await database.query('SELECT pg_is_in_recovery() AS standby');
  return row?.standby === true;
}
