import type { DataSource } from 'typeorm';
import { escapeIdentifier } from 'pg';
import type { Audit } from '../platform/audit.js';
import type { AnchorKey } from './anchor-key.js';
import { writeAnchor, type AnchoredHead } from './anchors.js';
import { queryOf } from './log-check.service.js';
import type { Query } from './log-database.js';
import { month, monthOf, monthsAfter, type Month } from './month.js';

/** What was taken away. */
export interface Retained {
  months: Month[];
  groups: number;
  decisions: number;
}

/** A month whose groups are not all anchored: nobody could show later that only retention took them. */
export class NotAnchoredError extends Error {
  override readonly name = 'NotAnchoredError';

  constructor(of: Month) {
    super(`The month ${of} is not anchored to its end. Run: duanka log anchor`);
  }
}

interface Partition {
  table: string;
  month: Month;
  groups: number;
  decisions: number;
  isAnchored: boolean;
  /** The last group of every chain in it. */
  cuts: AnchoredHead[];
}

const PREFIX = 'decision_group_';

/**
 * Takes whole months away, the oldest first. Before the first one goes, a signed anchor and the audit trail say what will be
 * missing; so after a crash the next run only finishes.
 *
 * @param keep so many months before the present one stay; at least 1
 * @throws {NotAnchoredError} before anything is taken away
 */
export async function retain(
  database: DataSource,
  audit: Audit,
  key: AnchorKey,
  now: Date,
  keep: number,
): Promise<Retained> {
  const query = queryOf(database.manager);
  const oldest = monthsAfter(monthOf(now), -keep);
  const partitions = await partitionsBefore(query, oldest);
  for (const partition of partitions) if (!partition.isAnchored) throw new NotAnchoredError(partition.month);
  for (const partition of partitions) {
    await announce(database, audit, key, now, partition);
    const table = escapeIdentifier(partition.table);
    const detaching = await detachingOf(query, partition.table);
    if (detaching !== undefined) await query(`ALTER TABLE decision_group DETACH PARTITION ${table} ${detaching}`);
    await query(`DROP TABLE ${table}`);
  }
  return {
    months: partitions.map((partition) => partition.month),
    groups: partitions.reduce((sum, { groups }) => sum + groups, 0),
    decisions: partitions.reduce((sum, { decisions }) => sum + decisions, 0),
  };
}

/** The anchor and the audit entry of what is about to go. */
async function announce(
  database: DataSource,
  audit: Audit,
  key: AnchorKey,
  now: Date,
  { month: of, groups, decisions, cuts }: Partition,
): Promise<void> {
  await database.transaction(async (tx) => {
    const anchor = await writeAnchor(queryOf(tx), key, now, cuts);
    await audit.append(tx, {
      actor: 'system',
      what: 'decision-log.retained',
      object: `decision_log:${of}`,
      detail: { groups, decisions, anchor: anchor?.number ?? null },
    });
  });
}

async function partitionsBefore(query: Query, oldest: Month): Promise<Partition[]> {
  const tables = await query<{ table: string }>(
    `SELECT relname AS table FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
       AND relname ~ '^decision_group_[0-9]{4}_[0-9]{2}$' ORDER BY relname`,
  );
  const partitions: Partition[] = [];
  for (const { table } of tables) {
    const of = month(table.slice(PREFIX.length).replace('_', '-'));
    if (of < oldest) partitions.push(await partitionOf(query, table, of));
  }
  return partitions;
}

async function partitionOf(query: Query, table: string, of: Month): Promise<Partition> {
  const [found] = await query<Omit<Partition, 'table' | 'month'>>(
    `SELECT coalesce(sum(part.groups), 0)::bigint AS groups, coalesce(sum(part.decisions), 0)::bigint AS decisions,
       coalesce(bool_and(part.last <= decision_chain.anchored_seq), true) AS "isAnchored",
       coalesce(jsonb_agg(jsonb_build_object('chain', part.chain, 'seq', part.last, 'hash', part.hash) ORDER BY part.chain)
         FILTER (WHERE part.chain IS NOT NULL), '[]') AS cuts
     FROM (
       SELECT chain, count(*) AS groups, sum(count) AS decisions, max(seq) AS last,
         encode((array_agg(hash ORDER BY seq DESC))[1], 'hex') AS hash
       FROM ${escapeIdentifier(table)} GROUP BY chain
     ) AS part JOIN decision_chain ON decision_chain.id = part.chain`,
  );
  if (found === undefined) throw new Error(`${table} could not be counted`);
  return { table, month: of, ...found };
}

/** How a partition is detached; undefined where it is already. Nobody who reads or writes other months is locked out. */
async function detachingOf(query: Query, table: string): Promise<'CONCURRENTLY' | 'FINALIZE' | undefined> {
  const [found] = await query<{ isBegun: boolean }>(
    `SELECT inhdetachpending AS "isBegun" FROM pg_inherits WHERE inhrelid = to_regclass($1)`,
    [table],
  );
  if (found === undefined) return undefined;
  // An earlier run was interrupted.
  return found.isBegun ? 'FINALIZE' : 'CONCURRENTLY';
}
