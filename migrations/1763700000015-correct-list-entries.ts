import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of a draft are corrected, taken out and put back; what a row said before is kept. */
export class CorrectListEntries1763700000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null in rows from before: then the level of their list stands.
      ALTER TABLE list_entry ADD COLUMN required_level text
        CONSTRAINT list_entry_required_level CHECK (required_level IN ('county', 'city', 'province', 'ministry'));

      CREATE TABLE list_entry_revision (
        list_id uuid NOT NULL,
        row integer NOT NULL,
        number integer NOT NULL,
        act text NOT NULL CONSTRAINT list_entry_revision_act CHECK (act IN ('corrected', 'excluded', 'included')),
        officer_id uuid NOT NULL CONSTRAINT list_entry_revision_officer REFERENCES officer,
        revised_at timestamptz NOT NULL,
        -- What was written before the act.
        raw_enc bytea NOT NULL,
        remark_enc bytea,
        CONSTRAINT list_entry_revision_pk PRIMARY KEY (list_id, row, number),
        CONSTRAINT list_entry_revision_entry FOREIGN KEY (list_id, row) REFERENCES list_entry,
        CONSTRAINT list_entry_revision_number CHECK (number > 0),
        CONSTRAINT list_entry_revision_says_why CHECK ((act = 'excluded') = (remark_enc IS NOT NULL))
      );

      CREATE FUNCTION guard_list_entry_revision() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF (SELECT state FROM sanction_list WHERE id = NEW.list_id) <> 'draft' THEN
            RAISE EXCEPTION 'a submitted list is frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'list_entry_revision_frozen';
          END IF;
          RETURN NEW;
        END IF;
        -- Key rotation rewrites the ciphertext, nothing else.
        IF TG_OP = 'DELETE' OR (NEW.list_id, NEW.row, NEW.number, NEW.act, NEW.officer_id, NEW.revised_at)
            IS DISTINCT FROM (OLD.list_id, OLD.row, OLD.number, OLD.act, OLD.officer_id, OLD.revised_at) THEN
          RAISE EXCEPTION 'list_entry_revision is append-only' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER list_entry_revision_guard BEFORE INSERT OR UPDATE OR DELETE ON list_entry_revision
        FOR EACH ROW EXECUTE FUNCTION guard_list_entry_revision();
      CREATE TRIGGER list_entry_revision_no_truncate BEFORE TRUNCATE ON list_entry_revision
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
    await runner.query(guardOfEntries(', NEW.required_level', ', OLD.required_level'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(guardOfEntries('', ''));
    await runner.query(`
      DROP TABLE list_entry_revision;
      DROP FUNCTION guard_list_entry_revision;
      ALTER TABLE list_entry DROP COLUMN required_level;
    `);
  }
}

/** The guard of the first migration, over one column more or not. */
const guardOfEntries = (now: string, then: string): string => `
  CREATE OR REPLACE FUNCTION guard_list_entry() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (SELECT state FROM sanction_list WHERE id = coalesce(NEW.list_id, OLD.list_id)) <> 'draft'
      -- Key rotation rewrites the ciphertext, nothing else.
      AND (TG_OP <> 'UPDATE' OR (NEW.list_id, NEW.row, NEW.verdict, NEW.code, NEW.field, NEW.notes, NEW.category, NEW.subject_hash${now})
        IS DISTINCT FROM (OLD.list_id, OLD.row, OLD.verdict, OLD.code, OLD.field, OLD.notes, OLD.category, OLD.subject_hash${then})) THEN
      RAISE EXCEPTION 'a submitted list is frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'list_entry_frozen';
    END IF;
    RETURN coalesce(NEW, OLD);
  END $$`;
