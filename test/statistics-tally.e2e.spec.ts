import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { daysAfter, localDate } from '../src/domain/period.js';
import { DIMENSIONS, type Dimension, type Scope } from '../src/statistics/dimensions.js';
import { standingCounts } from '../src/statistics/sanction-counts.js';
import { aDatabase } from './support/database.js';
import { deeds, TestBooks } from './support/test-books.js';

const KIND = `organ_code, organ_level, regime, category, ground, starts_on, revision_from, pattern_id, valid::text, standing, lifted_at,
  known_from, weight`;
const DAYS = fc.integer({ min: 0, max: 8 * 365 }).map((days) => daysAfter(localDate('2024-01-01'), days));

async function tallyOf(db: DataSource): Promise<unknown[]> {
  return db.query(`SELECT ${KIND} FROM sanction_tally WHERE weight <> 0 ORDER BY ${KIND}`);
}

/** Every sanction looked at by itself, on one day. */
async function lookedAt(db: DataSource, key: string, day: string): Promise<Map<string, unknown>> {
  const rows: { key: string }[] = await db.query(
    `SELECT ${key} AS key, count(DISTINCT subject_id) FILTER (WHERE holds)::integer AS subjects, count(*) FILTER (WHERE holds)::integer AS "inForce",
       count(*) FILTER (WHERE standing = 'annulled')::integer AS annulled
     FROM (
       SELECT sanction.*, version.standing, valid @> $1::date
         AND (lifted_at IS NULL OR lifted_at >= ($1::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') AS holds
       FROM sanction JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
     ) AS sanction GROUP BY 1`,
    [day],
  );
  return new Map(rows.map(({ key: at, ...counts }) => [at, counts]));
}

it('after any history the tally is what a recount gives, and counts from it are those of looking at every sanction', async () => {
  const db = await aDatabase();
  const books = await TestBooks.open(db);
  await fc.assert(
    fc.asyncProperty(fc.array(deeds, { maxLength: 12 }), DAYS, async (happened, asOf) => {
      await books.history(happened);

      const kept = await tallyOf(db);
      await db.query('SELECT recount_sanctions()');
      expect(kept).toEqual(await tallyOf(db));

      const scope: Scope = { asOf, from: asOf, to: asOf, regime: null, region: '', now: new Date() };
      const keys: Partial<Record<Dimension | 'total', string>> = {
        total: `'total'`,
        regime: 'regime',
        category: `regime || '/' || category`,
        month: `'${asOf.slice(0, 7)}'`,
      };
      for (const by of ['total', ...DIMENSIONS] as const) {
        const counted = await standingCounts(db.manager, by, scope);
        const key = keys[by];
        if (key === undefined) continue;
        const expected = await lookedAt(db, key, asOf);
        expect(counted).toHaveLength(expected.size);
        for (const one of counted) expect(one).toMatchObject(Object(expected.get(one.key)));
      }
    }),
    { numRuns: 15 },
  );
});
