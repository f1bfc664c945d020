import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations/index.js';
import { VersionSanctions1763700000002 } from '../migrations/1763700000002-version-sanctions.js';
import { canonicalJson } from '../src/domain/canonical.js';
import { migrate } from '../src/platform/database.js';
import { aDatabase } from './support/database.js';

const REVISIONS = 12;
const MEASURES = ['bank.noncounter', 'bank.open', 'sim.open', 'sim.use', 'wallet.open'];

interface MeasureRow {
  sanction_id: string;
  measure: string;
  revision_from: number;
  revision_to: number | null;
  first_day: string;
  last_day: string;
  is_capped: boolean;
  needs_review: boolean;
}

const day = fc.integer({ min: 0, max: 2500 }).map((days) => dayAfter('2020-01-01', days));

/** What the days of one measure were from one revision on. */
const spell = fc.record({
  since: fc.integer({ min: 1, max: REVISIONS }),
  first: fc.constantFrom('2024-12-10', '2024-12-11'),
  last: day.map((last) => (last < '2025-01-01' ? '2026-12-10' : last)),
  isCapped: fc.boolean(),
  needsReview: fc.boolean(),
});

/** A sanction as the former table held it: each measure superseded by itself, some of them at the same revision. */
const history = fc.dictionary(
  fc.constantFrom(...MEASURES),
  fc.uniqueArray(spell, { selector: ({ since }) => since, minLength: 1, maxLength: 4 }),
  { minKeys: 1 },
);

/** What was known from one revision to the next, as the former table and as the versions tell it. */
const KNOWN_AT = `
  SELECT sanction_id, measure, first_day, last_day, is_capped, needs_review FROM sanction_measure
  WHERE revision_from <= $1 AND (revision_to IS NULL OR revision_to > $1) ORDER BY sanction_id, measure`;

let db: DataSource;
let before: unknown[];
let after: unknown[];

beforeAll(async () => {
  db = await aDatabase();
  await undoVersions();
  await fill(fc.sample(history, { numRuns: 200, seed: 4 }));
  before = await knownAtEveryRevision();
  await migrate(db);
  after = await knownAtEveryRevision();
});

async function undoVersions(): Promise<void> {
  const since = MIGRATIONS.indexOf(VersionSanctions1763700000002);
  for (const _ of MIGRATIONS.slice(since)) await db.undoLastMigration();
}

async function knownAtEveryRevision(): Promise<unknown[]> {
  const known: unknown[] = [];
  for (let revision = 0; revision <= REVISIONS; revision++) known.push(await db.query(KNOWN_AT, [revision]));
  return known;
}

async function fill(histories: readonly Record<string, readonly Spell[]>[]): Promise<void> {
  const rows = histories.flatMap((measures, at) => rowsOf(sanctionId(at), measures));
  await db.transaction(async (tx) => {
    // Of lists and subjects nothing is read: the sanctions stand alone.
    await tx.query('SET LOCAL session_replication_role = replica');
    await tx.query(
      `INSERT INTO revision (number, reason) SELECT n, 'list.approved' FROM generate_series(1, ${REVISIONS}) AS n`,
    );
    await tx.query(
      `INSERT INTO sanction (id, subject_id, list_id, row, regime, category, ground, identified_on, starts_on, terms, rulebook_hash,
         organ_code, organ_level, organ_name, is_minor, revision_from)
       SELECT sanction_id, sanction_id, sanction_id, 1, 'cn-joint-2024', 'category-2', 'rent', '2024-12-10', '2024-12-10', '{}', 'sha256:x',
         '340100', 'city', '示例市公安局', false, min(revision_from)
       FROM jsonb_to_recordset($1::jsonb) AS row (sanction_id uuid, revision_from bigint) GROUP BY sanction_id`,
      [JSON.stringify(rows)],
    );
    await tx.query(
      `INSERT INTO sanction_measure SELECT * FROM jsonb_to_recordset($1::jsonb) AS row (sanction_id uuid, measure text,
         revision_from bigint, revision_to bigint, first_day date, last_day date, is_capped boolean, needs_review boolean)`,
      [JSON.stringify(rows)],
    );
  });
}

type Spell = typeof spell extends fc.Arbitrary<infer Value> ? Value : never;

function rowsOf(sanction_id: string, measures: Readonly<Record<string, readonly Spell[]>>): MeasureRow[] {
  return Object.entries(measures).flatMap(([measure, spells]) =>
    spells
      .toSorted((left, right) => left.since - right.since)
      .map((one, at, all) => ({
        sanction_id,
        measure,
        revision_from: one.since,
        revision_to: all[at + 1]?.since ?? null,
        first_day: one.first,
        last_day: one.last,
        is_capped: one.isCapped,
        needs_review: one.needsReview,
      })),
  );
}

function sanctionId(at: number): string {
  return `0199b2d4-0000-7000-8000-${String(at).padStart(12, '0')}`;
}

function dayAfter(from: string, days: number): string {
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
}

describe('sanctions of the time before versions', () => {
  it('what was known of them at every revision is known after the migration, to the day', () => {
    expect(before.at(-1)).not.toEqual([]);
    expect(after).toEqual(before);
  });

  it('a pattern is found again by the service: its digest is that of its canonical JSON', async () => {
    const patterns: { digest: Buffer; terms: unknown }[] = await db.query('SELECT digest, terms FROM term_pattern');

    expect(patterns.length).toBeGreaterThan(100);
    for (const { digest, terms } of patterns)
      expect(createHash('sha256').update(canonicalJson(terms)).digest('hex')).toBe(digest.toString('hex'));
  });

  it('a version is valid from the first to the last day of any of its measures', async () => {
    const differing: unknown[] = await db.query(
      `SELECT version.sanction_id FROM sanction_version AS version JOIN sanction_measure AS term
         ON term.sanction_id = version.sanction_id AND term.revision_from <= version.revision_from
           AND (term.revision_to IS NULL OR term.revision_to > version.revision_from)
       GROUP BY version.sanction_id, version.revision_from, version.valid
       HAVING version.valid <> daterange(min(first_day), max(last_day), '[]')`,
    );

    expect(differing).toEqual([]);
  });

  it('undone, the former table holds what was known at every revision again', async () => {
    const again = await aDatabase();
    db = again;
    await undoVersions();
    await fill(fc.sample(history, { numRuns: 20, seed: 5 }));
    const first = await knownAtEveryRevision();
    await migrate(db);

    await undoVersions();

    expect(await knownAtEveryRevision()).toEqual(first);
  });
});
