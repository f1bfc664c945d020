import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { connect } from '../../src/platform/database.js';
import { whenDone } from './cleanup.js';

/**
 * Connection URL of a new database on the test server; it is dropped when the test file is done.
 *
 * @param template the migrated one by default; `template0` is empty
 */
export async function aClone(template = 'template'): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY WAL_LOG`);
  whenDone(() => administer(`DROP DATABASE ${name} WITH (FORCE)`));
  return `${server()}${name}`;
}

/** A connection to a new database, see {@link aClone}. */
export async function aDatabase(template?: string): Promise<DataSource> {
  const dataSource = await connect(await aClone(template));
  whenDone(() => dataSource.destroy());
  return dataSource;
}

function server(): string {
  const url = process.env['DUANKA_TEST_SERVER'];
  if (url === undefined) throw new Error('This spec needs the database of the global setup');
  return url;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server()}postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
