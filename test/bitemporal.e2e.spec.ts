import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { SanctionRecord } from '../src/domain/decision.js';
import { shanghaiInstant } from '../src/domain/period.js';
import { SanctionsService } from '../src/sanctions/sanctions.service.js';
import { aDatabase } from './support/database.js';
import { deeds, instants, TestBooks, type Deed } from './support/test-books.js';

const service = new SanctionsService();
let db: DataSource;
let books: TestBooks;

beforeAll(async () => {
  db = await aDatabase();
  books = await TestBooks.open(db);
});

/** `<sanction> <measure>` of what holds at an instant, as the books tell it; sorted. */
function inForce(records: readonly SanctionRecord[], instant: Date): string[] {
  const day = shanghaiInstant(instant).slice(0, 10);
  return records
    .filter(({ liftedAt }) => liftedAt === undefined || instant < new Date(liftedAt))
    .flatMap(({ id, measures, appeal }) =>
      measures
        .filter(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay)
        .map(({ measure }) => `${id} ${measure}${appeal === 'pending' ? ' appealed' : ''}`),
    )
    .toSorted();
}

describe('bitemporal books', () => {
  it('whatever was listed, lifted, appealed against, suspended, resumed, annulled and corrected: for every day and every revision they say what a naive clerk says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deeds, { minLength: 1, maxLength: 12 }),
        fc.array(instants, { minLength: 8, maxLength: 8 }),
        async (happened, moments) => {
          const { subjects, revisions, naive } = await books.history(happened);

          for (const revision of [...revisions, undefined]) {
            const known = await service.ofSubjects(db.manager, subjects, revision);
            for (const subjectId of subjects) {
              for (const instant of moments) {
                const expected = naive.inForce(subjectId, instant, revision ?? Number.POSITIVE_INFINITY);
                expect(inForce(known.get(subjectId) ?? [], instant)).toEqual(expected);
              }
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('a version is valid on no day on which none of its measures holds, and on the first and last on which one does', async () => {
    const differing: unknown[] = await db.query(
      `SELECT version.sanction_id, version.valid FROM sanction_version AS version
       JOIN sanction ON sanction.id = version.sanction_id
       JOIN term_pattern ON term_pattern.id = version.pattern_id
       CROSS JOIN LATERAL (
         SELECT daterange(min(starts_on + (term ->> 'from')::int), max(starts_on + (term ->> 'to')::int), '[]') AS days
         FROM jsonb_array_elements(term_pattern.terms) AS term) AS measures
       WHERE valid <> CASE standing WHEN 'annulled' THEN 'empty'
         WHEN 'lifted' THEN measures.days * daterange(NULL, (lifted_at AT TIME ZONE 'Asia/Shanghai')::date, '[]')
         WHEN 'suspended' THEN measures.days * daterange(NULL, (lifted_at AT TIME ZONE 'Asia/Shanghai')::date, '[]')
         ELSE measures.days END`,
    );
    const [counted]: { standings: number }[] = await db.query(
      'SELECT count(DISTINCT standing)::int AS standings FROM sanction_version',
    );

    expect(counted).toEqual({ standings: 5 });
    expect(differing).toEqual([]);
  });

  it('what the books say now is what the view of measures says, but for liftings', async () => {
    const [differing]: { count: number }[] = await db.query(
      `SELECT count(*)::int AS count FROM sanction_version AS version
       WHERE revision_to IS NULL AND (standing = 'annulled') = EXISTS (
         SELECT FROM sanction_measure AS term WHERE term.sanction_id = version.sanction_id AND term.revision_to IS NULL)`,
    );

    expect(differing).toEqual({ count: 0 });
  });
});

describe('the database itself', () => {
  // Something of everything to be refused with.
  beforeAll(async () => {
    const listed: Deed = {
      what: 'list',
      subjects: [0, 1, 2],
      designation: { kind: 'category-2', identifiedOn: '2025-01-05', startsLater: null, rulebook: 0 },
    };
    await books.history([listed, listed, { what: 'annul', which: 0 }, listed]);
  });

  const overlapping = `INSERT INTO sanction_version (sanction_id, revision_from, valid, standing, pattern_id)
    SELECT sanction_id, revision_from + 1, valid, standing, pattern_id FROM sanction_version
    WHERE revision_to IS NULL AND standing = 'standing' LIMIT 1`;

  const refusals = [
    {
      what: 'two versions known at the same revision',
      refusal: 'sanction_version_known_once',
      statement: overlapping,
    },
    {
      what: 'a version that begins before the one it follows has ended',
      refusal: /sanction_version_known_once|begins where the one before it ended/,
      statement: overlapping.replace('revision_from + 1', 'revision_from - 1'),
    },
    {
      what: 'a version after a time in which nothing was known',
      refusal: 'a version begins where the one before it ended',
      statement: `WITH closed AS (UPDATE sanction_version SET revision_to = revision_from + 1
          WHERE revision_to IS NULL AND revision_from < (SELECT max(number) - 1 FROM revision) RETURNING *)
        INSERT INTO sanction_version (sanction_id, revision_from, valid, standing, pattern_id)
        SELECT sanction_id, revision_from + 2, valid, standing, pattern_id FROM closed LIMIT 1`,
    },
    {
      what: 'a version that is closed when it begins',
      refusal: 'a version is open when it begins',
      statement: `INSERT INTO sanction_version (sanction_id, revision_from, revision_to, valid, standing, pattern_id)
        SELECT sanction_id, 1, 2, valid, standing, pattern_id FROM sanction_version LIMIT 1`,
    },
    {
      what: 'another end of a closed version',
      refusal: 'append-only',
      statement: 'UPDATE sanction_version SET revision_to = revision_to + 1 WHERE revision_to IS NOT NULL',
    },
    {
      what: 'another standing of a version',
      refusal: 'append-only',
      statement: `UPDATE sanction_version SET standing = 'annulled', valid = 'empty', lifted_at = NULL WHERE revision_to IS NULL`,
    },
    { what: 'the deletion of a version', refusal: 'append-only', statement: 'DELETE FROM sanction_version' },
    { what: 'another pattern of days', refusal: 'append-only', statement: `UPDATE term_pattern SET terms = '[]'` },
    {
      what: 'a lifting without its instant',
      refusal: 'sanction_version_lifted_at',
      statement: `WITH last AS (SELECT * FROM sanction_version WHERE revision_to IS NULL LIMIT 1)
        INSERT INTO sanction_version (sanction_id, revision_from, valid, standing, pattern_id)
        SELECT sanction_id, revision_from + 1, valid, 'lifted', pattern_id FROM last`,
    },
  ];

  it.each(refusals)('$what: refused', async ({ statement, refusal }) => {
    await expect(db.transaction((tx) => tx.query(statement))).rejects.toThrow(refusal);
  });

  const sanctions = [
    { what: 'a sanction of which nothing is known', corrects: 'NULL', refusal: 'a sanction begins with a version' },
    {
      what: 'a correction of a sanction that stands on',
      corrects: `(SELECT sanction_id FROM sanction_version WHERE revision_to IS NULL AND standing = 'standing' LIMIT 1)`,
      refusal: 'what is corrected is annulled in the same revision',
      version: true,
    },
  ];

  it.each(sanctions)('$what: refused when it is committed', async ({ corrects, refusal, version }) => {
    const id = uuidv7();

    const writing = db.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO sanction SELECT $1, subject_id, list_id, 20000, regime, category, ground, identified_on, starts_on, terms,
           rulebook_hash, organ_code, organ_level, organ_name, document_no, notice_served_on, is_minor, revision_from, ${corrects}
         FROM sanction LIMIT 1`,
        [id],
      );
      if (version === true) {
        await tx.query(
          `INSERT INTO sanction_version (sanction_id, revision_from, valid, standing, pattern_id)
           SELECT id, revision_from, 'empty', 'standing', 1 FROM sanction WHERE id = $1`,
          [id],
        );
      }
    });

    await expect(writing).rejects.toThrow(refusal);
  });
});
