import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every row keeps the digest of what is signed of it: a row of a draft is corrected without reading the others. A list that was
 * hashed before stays as it is, and its hash is still what its rows are held against.
 *
 * On the way down a list that was hashed over its digests could never be approved again: former versions hash the rows themselves.
 * So it is not undone while such a list is in draft or submitted; approve or withdraw it before, and import it again afterwards.
 */
export class DigestListEntries1763700000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null in rows from before: only the service can read what they say.
      ALTER TABLE list_entry ADD COLUMN digest bytea
        CONSTRAINT list_entry_digest_length CHECK (octet_length(digest) = 32)`);
    await runner.query(guardOfEntries(', NEW.digest', ', OLD.digest'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM sanction_list WHERE state IN ('draft', 'submitted')
            AND EXISTS (SELECT FROM list_entry WHERE list_id = sanction_list.id AND digest IS NOT NULL)) THEN
          RAISE EXCEPTION 'Lists in draft or submitted have digests, and a former version could never approve them: approve or withdraw them, undo this migration, then import the withdrawn ones again';
        END IF;
      END $$`);
    await runner.query(guardOfEntries('', ''));
    await runner.query('ALTER TABLE list_entry DROP COLUMN digest');
  }
}

/** The guard of `correct-list-entries`, over one column more or not. */
const guardOfEntries = (now: string, then: string): string => `
  CREATE OR REPLACE FUNCTION guard_list_entry() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (SELECT state FROM sanction_list WHERE id = coalesce(NEW.list_id, OLD.list_id)) <> 'draft'
      -- Key rotation rewrites the ciphertext, nothing else.
      AND (TG_OP <> 'UPDATE' OR (NEW.list_id, NEW.row, NEW.verdict, NEW.code, NEW.field, NEW.notes, NEW.category, NEW.subject_hash,
          NEW.required_level${now})
        IS DISTINCT FROM (OLD.list_id, OLD.row, OLD.verdict, OLD.code, OLD.field, OLD.notes, OLD.category, OLD.subject_hash,
          OLD.required_level${then})) THEN
      RAISE EXCEPTION 'a submitted list is frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'list_entry_frozen';
    END IF;
    RETURN coalesce(NEW, OLD);
  END $$`;
