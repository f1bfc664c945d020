import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which rulebook is in force is in the database: submissions, what-ifs and publications by four eyes. The rulebook that was
 * loaded last is in force where the service has run before.
 */
export class PublishRulebooks1763700000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SUBMISSIONS);
    await runner.query(WHAT_IFS);
    await runner.query(PUBLICATIONS);
    await runner.query(FIRST_PUBLICATION);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE rulebook_publication, rulebook_what_if, rulebook_submission;
      DROP TRIGGER rulebook_no_truncate ON rulebook;
      DROP FUNCTION guard_rulebook_publication, guard_rulebook_what_if;
    `);
  }
}

const SUBMISSIONS = `
  CREATE TRIGGER rulebook_no_truncate BEFORE TRUNCATE ON rulebook FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  CREATE TABLE rulebook_submission (
    id uuid CONSTRAINT rulebook_submission_pk PRIMARY KEY,
    rulebook_hash text NOT NULL CONSTRAINT rulebook_submission_rulebook REFERENCES rulebook,
    -- Nobody: the service itself found it in its folder.
    submitted_by uuid CONSTRAINT rulebook_submission_officer REFERENCES officer,
    submitted_at timestamptz NOT NULL,
    source text NOT NULL CONSTRAINT rulebook_submission_source CHECK (source IN ('upload', 'folder')),
    -- The golden cases that came with it, by path; they are no part of the law, so the rulebook does not hold them.
    cases jsonb NOT NULL,
    CONSTRAINT rulebook_submission_once UNIQUE NULLS NOT DISTINCT (rulebook_hash, submitted_by)
  );
  CREATE TRIGGER rulebook_submission_append_only BEFORE UPDATE OR DELETE ON rulebook_submission
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER rulebook_submission_no_truncate BEFORE TRUNCATE ON rulebook_submission
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const WHAT_IFS = `
  CREATE TABLE rulebook_what_if (
    id uuid CONSTRAINT rulebook_what_if_pk PRIMARY KEY,
    rulebook_hash text NOT NULL CONSTRAINT rulebook_what_if_rulebook REFERENCES rulebook,
    against_hash text NOT NULL CONSTRAINT rulebook_what_if_against REFERENCES rulebook,
    effective_from date NOT NULL,
    requested_by uuid NOT NULL CONSTRAINT rulebook_what_if_officer REFERENCES officer,
    requested_at timestamptz NOT NULL,
    state text NOT NULL CONSTRAINT rulebook_what_if_state CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
    sanctions_read integer NOT NULL DEFAULT 0,
    sanctions_total integer,
    -- When the node that computes it was last heard of.
    heard_of_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    report jsonb,
    diff_hash text,
    CONSTRAINT rulebook_what_if_finished CHECK ((state = 'running') = (finished_at IS NULL)),
    CONSTRAINT rulebook_what_if_done_has_report CHECK ((state = 'done') = (report IS NOT NULL) AND (state = 'done') = (diff_hash IS NOT NULL))
  );
  CREATE INDEX rulebook_what_if_rulebook_index ON rulebook_what_if (rulebook_hash, id);
  -- It reads every sanction there is: one at a time.
  CREATE UNIQUE INDEX rulebook_what_if_single ON rulebook_what_if (state) WHERE state = 'running';

  CREATE FUNCTION guard_rulebook_what_if() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'running' THEN
      RAISE EXCEPTION 'a what-if starts by running' USING ERRCODE = 'check_violation', CONSTRAINT = 'rulebook_what_if_starts_running';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state <> 'running'
        OR (NEW.id, NEW.rulebook_hash, NEW.against_hash, NEW.effective_from, NEW.requested_by, NEW.requested_at)
        IS DISTINCT FROM (OLD.id, OLD.rulebook_hash, OLD.against_hash, OLD.effective_from, OLD.requested_by, OLD.requested_at)) THEN
      RAISE EXCEPTION 'a finished what-if is frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'rulebook_what_if_frozen';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER rulebook_what_if_guard BEFORE INSERT OR UPDATE ON rulebook_what_if FOR EACH ROW EXECUTE FUNCTION guard_rulebook_what_if();
  CREATE TRIGGER rulebook_what_if_no_delete BEFORE DELETE ON rulebook_what_if FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER rulebook_what_if_no_truncate BEFORE TRUNCATE ON rulebook_what_if FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const PUBLICATIONS = `
  CREATE TABLE rulebook_publication (
    number integer CONSTRAINT rulebook_publication_pk PRIMARY KEY,
    rulebook_hash text NOT NULL CONSTRAINT rulebook_publication_rulebook REFERENCES rulebook,
    -- A day in Asia/Shanghai.
    effective_from date NOT NULL,
    published_at timestamptz NOT NULL,
    -- Of the first publication, which the service makes itself, there is no officer, no what-if and no revision.
    author_id uuid CONSTRAINT rulebook_publication_author REFERENCES officer,
    approver_id uuid CONSTRAINT rulebook_publication_approver REFERENCES officer,
    what_if_id uuid CONSTRAINT rulebook_publication_what_if REFERENCES rulebook_what_if,
    diff_hash text,
    is_mass_change_confirmed boolean NOT NULL DEFAULT false,
    revision bigint CONSTRAINT rulebook_publication_revision REFERENCES revision,
    CONSTRAINT rulebook_publication_number CHECK (number > 0),
    CONSTRAINT rulebook_publication_four_eyes CHECK (number = 1 OR (author_id IS NOT NULL AND approver_id IS NOT NULL AND author_id <> approver_id)),
    CONSTRAINT rulebook_publication_is_signed CHECK (number = 1 OR (what_if_id IS NOT NULL AND diff_hash IS NOT NULL)),
    CONSTRAINT rulebook_publication_has_revision CHECK ((number = 1) = (revision IS NULL)),
    CONSTRAINT rulebook_publication_not_in_the_past CHECK (number = 1 OR effective_from >= (published_at AT TIME ZONE 'Asia/Shanghai')::date)
  );

  -- Four eyes hold against raw SQL too: the author handed the rulebook in, the approver did not and holds the office, and
  -- what the approver signed compares this rulebook with the one it follows.
  CREATE FUNCTION guard_rulebook_publication() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    follows text;
  BEGIN
    IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM rulebook_publication) THEN
      RAISE EXCEPTION 'publications are numbered in their order' USING ERRCODE = 'check_violation', CONSTRAINT = 'rulebook_publication_in_order';
    END IF;
    IF NEW.number = 1 THEN
      RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT FROM rulebook_submission WHERE rulebook_hash = NEW.rulebook_hash AND submitted_by = NEW.author_id)
        OR EXISTS (SELECT FROM rulebook_submission WHERE rulebook_hash = NEW.rulebook_hash AND submitted_by = NEW.approver_id) THEN
      RAISE EXCEPTION 'a rulebook is published by someone other than its author' USING ERRCODE = 'check_violation', CONSTRAINT = 'rulebook_publication_authored';
    END IF;
    IF NOT EXISTS (
        SELECT FROM officer JOIN institution ON institution.id = officer.institution_id
        WHERE officer.id = NEW.approver_id AND 'rules_approver' = ANY (officer.roles) AND officer.disabled_at IS NULL
          AND institution.kind = 'police_organ'
          AND (NOT NEW.is_mass_change_confirmed OR organ_rank(institution.level) >= organ_rank('province'))) THEN
      RAISE EXCEPTION 'the approver does not hold the office' USING ERRCODE = 'check_violation', CONSTRAINT = 'rulebook_publication_approver_office';
    END IF;
    SELECT rulebook_hash INTO follows FROM rulebook_publication
      WHERE number = 1 OR effective_from <= NEW.effective_from ORDER BY number DESC LIMIT 1;
    IF NOT EXISTS (
        SELECT FROM rulebook_what_if
        WHERE id = NEW.what_if_id AND state = 'done' AND rulebook_hash = NEW.rulebook_hash AND against_hash = follows
          AND effective_from = NEW.effective_from AND diff_hash = NEW.diff_hash) THEN
      RAISE EXCEPTION 'what was signed is not this publication' USING ERRCODE = 'check_violation', CONSTRAINT = 'rulebook_publication_signed_diff';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER rulebook_publication_guard BEFORE INSERT ON rulebook_publication
    FOR EACH ROW EXECUTE FUNCTION guard_rulebook_publication();
  CREATE TRIGGER rulebook_publication_append_only BEFORE UPDATE OR DELETE ON rulebook_publication
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER rulebook_publication_no_truncate BEFORE TRUNCATE ON rulebook_publication
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

/** Until now the rulebook of the last start was in force; it stays so, from the first day any of its regimes governs. */
const FIRST_PUBLICATION = `
  INSERT INTO rulebook_publication (number, rulebook_hash, effective_from, published_at)
  SELECT 1, hash,
    coalesce((SELECT min((file.value -> 'governs' ->> 'from')::date) FROM jsonb_each(files) AS file WHERE file.key LIKE '%/regime.json'),
      (first_loaded_at AT TIME ZONE 'Asia/Shanghai')::date),
    first_loaded_at
  FROM rulebook ORDER BY first_loaded_at DESC LIMIT 1;
`;
