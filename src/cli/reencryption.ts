import type { DataSource, EntityManager } from 'typeorm';
import { escapeIdentifier } from 'pg';
import { keyIdOf, type Pii } from '../platform/pii.js';

/** A table with ciphertext, and its columns of ciphertext. */
interface EncryptedTable {
  table: string;
  /** The table whose columns its ciphertext was made for: the whole, where it is a partition. */
  whole: string;
  columns: string[];
}

/** Bytes a single transaction takes into memory, about. */
const BYTES_AT_ONCE = 8 * 1024 * 1024;
const MOST_PAGES = 256;
const PAGE_BYTES = 8192;

/**
 * Rewrites every ciphertext that is not under the active key, table by table in short transactions: the service goes on
 * working meanwhile. What it finds is told by the schema, so that a new column is not forgotten.
 *
 * @param activeKeyId the key everything shall be under
 * @param progress called with the number of rows rewritten so far
 * @returns rows rewritten, by table
 */
export async function reencrypt(
  database: DataSource,
  pii: Pii,
  activeKeyId: string,
  progress: (rows: number) => void,
): Promise<Record<string, number>> {
  const rewritten: Record<string, number> = {};
  let total = 0;
  for (const encrypted of await encryptedTables(database)) {
    const { pages, step } = await extentOf(database, encrypted.table);
    const { whole } = encrypted;
    rewritten[whole] ??= 0;
    for (let first = 0; first < pages; first += step) {
      const rows = await database.transaction((tx) =>
        rewritePages(tx, pii, activeKeyId, encrypted, first, first + step),
      );
      rewritten[whole] = (rewritten[whole] ?? 0) + rows;
      progress((total += rows));
    }
  }
  return rewritten;
}

/** Rows that are still under another key than the active one. */
export async function countUnderOtherKeys(database: DataSource, activeKeyId: string): Promise<number> {
  let count = 0;
  for (const encrypted of await encryptedTables(database)) {
    const [found]: { count: number }[] = await database.query(
      `SELECT count(*)::int AS count FROM ${escapeIdentifier(encrypted.table)} WHERE ${isStale(encrypted)}`,
      [Buffer.from(activeKeyId, 'hex')],
    );
    count += found?.count ?? 0;
  }
  return count;
}

/** By the convention of the schema: a column of ciphertext ends in `_enc`. Of a partitioned table only the partitions hold rows. */
async function encryptedTables(database: DataSource): Promise<EncryptedTable[]> {
  return database.query(
    `SELECT class.relname AS table, coalesce(whole.relname, class.relname) AS whole,
       array_agg(attname::text ORDER BY attname) AS columns
     FROM pg_attribute JOIN pg_class AS class ON class.oid = attrelid
       LEFT JOIN pg_inherits ON inhrelid = class.oid LEFT JOIN pg_class AS whole ON whole.oid = inhparent
     WHERE class.relnamespace = current_schema()::regnamespace AND class.relkind = 'r'
       AND attname LIKE '%\\_enc' AND atttypid = 'bytea'::regtype AND NOT attisdropped
     GROUP BY class.relname, whole.relname ORDER BY class.relname`,
  );
}

async function extentOf(database: DataSource, table: string): Promise<{ pages: number; step: number }> {
  const [size]: { heap: number; all: number }[] = await database.query(
    `SELECT pg_relation_size($1::regclass) AS heap, pg_table_size($1::regclass) AS all`,
    [escapeIdentifier(table)],
  );
  const pages = Math.ceil((size?.heap ?? 0) / PAGE_BYTES);
  // Long values live outside the pages: a page of files may stand for megabytes.
  const bytesPerPage = pages === 0 ? PAGE_BYTES : (size?.all ?? 0) / pages;
  return { pages, step: Math.min(MOST_PAGES, Math.max(1, Math.floor(BYTES_AT_ONCE / bytesPerPage))) };
}

/** Rows of some pages of the table: a rewritten row moves, but is not stale any more, so each is met once. */
async function rewritePages(
  tx: EntityManager,
  pii: Pii,
  activeKeyId: string,
  encrypted: EncryptedTable,
  first: number,
  end: number,
): Promise<number> {
  const { table, whole, columns } = encrypted;
  const names = columns.map((column) => escapeIdentifier(column));
  const rows: Record<string, Buffer | string | null>[] = await tx.query(
    `SELECT ctid::text AS place, ${names.join(', ')} FROM ${escapeIdentifier(table)}
     WHERE ctid >= $2::tid AND ctid < $3::tid AND (${isStale(encrypted)}) FOR UPDATE`,
    [Buffer.from(activeKeyId, 'hex'), `(${first},0)`, `(${end},0)`],
  );
  if (rows.length === 0) return 0;
  const values = columns.map((column) =>
    rows.map((row) => rewritten(pii, activeKeyId, `${whole}.${column.slice(0, -'_enc'.length)}`, row[column])),
  );
  const assignments = names.map((name) => `${name} = fresh.${name}`);
  const arrays = columns.map((_, at) => `$${at + 2}::bytea[]`);
  await tx.query(
    `UPDATE ${escapeIdentifier(table)} AS stale SET ${assignments.join(', ')}
     FROM unnest($1::tid[], ${arrays.join(', ')}) AS fresh (place, ${names.join(', ')}) WHERE stale.ctid = fresh.place`,
    [rows.map(({ place }) => place), ...values],
  );
  return rows.length;
}

/** A value under the active key already stays as it is. */
function rewritten(pii: Pii, activeKeyId: string, context: string, cipher: unknown): Buffer | null {
  if (!Buffer.isBuffer(cipher)) return null;
  return keyIdOf(cipher) === activeKeyId ? cipher : pii.encrypt(pii.decrypt(cipher, context), context);
}

function isStale({ columns }: EncryptedTable): string {
  return columns.map((column) => `substring(${escapeIdentifier(column)} FROM 1 FOR 4) <> $1`).join(' OR ');
}
