import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../dist/src/config.js';
import { connect, migrate, startDatabase } from '../dist/src/platform/database.js';
import { createKeyring } from '../dist/src/platform/keyring.js';

/**
 * An empty house of its own for one bench: database, keys and settings, gone afterwards.
 *
 * @template Result
 * @param {(house: { directory: string, postgres: string, databaseUrl: string, config: import('../dist/src/config.js').Config, environment: Record<string, string> }) => Promise<Result>} work
 *   `environment` is what a service of it is started with: the demo profile, and nobody is told to wait
 */
export async function withHouse(work) {
  const directory = mkdtempSync(join(tmpdir(), 'duanka-bench-'));
  // Root's PostgreSQL runs as another user, who has to get through.
  chmodSync(directory, 0o755);
  const config = readConfig({ DUANKA_DATA_DIR: directory });
  const database = await startDatabase(config);
  try {
    const connection = await connect(database.url);
    await migrate(connection);
    const [{ server_version: postgres }] = await connection.query('SHOW server_version');
    await connection.destroy();
    createKeyring(config.keysFile, new Date());
    const environment = {
      DUANKA_DEMO: '1',
      NODE_ENV: 'bench',
      DATABASE_URL: database.url,
      DUANKA_DATA_DIR: directory,
      DUANKA_KEYS_FILE: config.keysFile,
      DUANKA_RATE_LIMIT: '10000000',
      DUANKA_STRANGERS_PER_DAY: '10000000',
      LOG_LEVEL: 'warn',
    };
    return await work({ directory, postgres, databaseUrl: database.url, config, environment });
  } finally {
    await database.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
