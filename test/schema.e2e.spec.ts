import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations/index.js';
import { isOutdated, migrate } from '../src/platform/database.js';
import { aDatabase } from './support/database.js';

async function tablesOf(db: DataSource): Promise<string[]> {
  const rows: { table: string }[] = await db.query(
    `SELECT table_name AS table FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  return rows.map(({ table }) => table);
}

async function functionsOf(db: DataSource): Promise<unknown[]> {
  return db.query(`SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace`);
}

describe('schema', () => {
  it('an empty database is brought up to date, and a second time changes nothing', async () => {
    const db = await aDatabase('template0');
    expect(await isOutdated(db)).toBe(true);

    expect(await migrate(db)).toHaveLength(MIGRATIONS.length);

    expect(await isOutdated(db)).toBe(false);
    expect(await migrate(db)).toEqual([]);
  });

  it('two nodes that migrate at the same time do not disturb each other', async () => {
    const db = await aDatabase('template0');

    const ran = await Promise.all([migrate(db), migrate(db)]);

    expect(ran.flat()).toHaveLength(MIGRATIONS.length);
  });

  it('every migration can be undone, down to nothing', async () => {
    const db = await aDatabase();

    for (const _ of MIGRATIONS) await db.undoLastMigration();

    expect(await tablesOf(db)).toEqual(['migration']);
    expect(await functionsOf(db)).toEqual([]);
  });

  it('after undoing everything the way up is free again', async () => {
    const db = await aDatabase();
    for (const _ of MIGRATIONS) await db.undoLastMigration();

    expect(await migrate(db)).toHaveLength(MIGRATIONS.length);
  });

  it('every table has an entity, and every entity a table', async () => {
    const db = await aDatabase();

    const entities = db.entityMetadatas.map(({ tableName }) => tableName);

    expect(['migration', ...entities].sort()).toEqual(await tablesOf(db));
  });

  it('entities and schema agree in columns, types, nullability, keys and indexes; the schema may only be stricter', async () => {
    const db = await aDatabase();

    const { upQueries } = await db.driver.createSchemaBuilder().log();

    // Constraints across features stand in the schema alone: an entity is private to its folder.
    const differences = upQueries
      .map(({ query }) => query)
      .filter((query) => !/^ALTER TABLE "\w+" DROP CONSTRAINT "\w+"$/.test(query));
    expect(differences).toEqual([]);
  });

  it('every constraint has a name that somebody gave it', async () => {
    const db = await aDatabase();

    const unnamed: unknown[] = await db.query(
      `SELECT conrelid::regclass::text AS table, conname FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid::regclass::text <> 'migration'
         AND conname ~ '_(pkey|key|fkey|check)[0-9]*$'`,
    );

    expect(unnamed).toEqual([]);
  });

  it('a day stays a text and a long number a number on their way out, whatever the time zone of the machine', async () => {
    const db = await aDatabase();

    const days: { day: unknown; many: unknown }[] = await db.query(
      `SELECT date '2025-01-05' AS day, 9007199254740991::bigint AS many`,
    );

    expect(days).toEqual([{ day: '2025-01-05', many: 9007199254740991 }]);
  });
});
