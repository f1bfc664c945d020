import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Appeals, liftings, and what they make of a sanction: it can be appealed against, and its effect can be suspended meanwhile. And
 * how often somebody failed to see how a person stands.
 */
export class HearAppeals1763700000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(standings(`'standing', 'appealed', 'suspended', 'lifted', 'annulled'`, `'lifted', 'suspended'`));
    await runner.query(APPEALS);
    await runner.query(APPEAL_GUARDS);
    await runner.query(LIFTINGS);
    await runner.query(STANDING_FAILURES);
  }

  /** Refused by its constraints while any sanction is appealed against: what is known of it would be lost. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE standing_failure, lifting, appeal_step, appeal;
      DROP FUNCTION guard_lifting, guard_appeal_judge, guard_appeal_step, guard_appeal;
    `);
    await runner.query(standings(`'standing', 'lifted', 'annulled'`, `'lifted'`));
  }
}

const standings = (all: string, restrictingNothing: string): string => `
  ALTER TABLE sanction_version
    DROP CONSTRAINT sanction_version_standing,
    ADD CONSTRAINT sanction_version_standing CHECK (standing IN (${all})),
    DROP CONSTRAINT sanction_version_lifted_at,
    ADD CONSTRAINT sanction_version_lifted_at CHECK ((standing IN (${restrictingNothing})) = (lifted_at IS NOT NULL));
`;

const APPEALS = `
  CREATE TABLE appeal (
    id uuid CONSTRAINT appeal_pk PRIMARY KEY,
    receipt_no text NOT NULL CONSTRAINT appeal_receipt_no_unique UNIQUE,
    kind text NOT NULL CONSTRAINT appeal_kind CHECK (kind IN ('objection', 'namesake', 'wrong_number')),
    state text NOT NULL CONSTRAINT appeal_state CHECK (state IN
      ('filed', 'accepted', 'verified', 'upheld', 'dismissed', 'refused', 'withdrawn')),
    -- Whose appeal it is: the person need not be recorded, where a bank mistook him for a namesake.
    subject_hash bytea NOT NULL,
    subject_enc bytea NOT NULL,
    sanction_id uuid CONSTRAINT appeal_sanction REFERENCES sanction,
    grounds_enc bytea NOT NULL,
    evidence_enc bytea NOT NULL,
    contact_enc bytea,
    filed_by uuid NOT NULL CONSTRAINT appeal_filed_by REFERENCES officer,
    filed_at timestamptz NOT NULL,
    correction_list_id uuid CONSTRAINT appeal_correction_list REFERENCES sanction_list,
    CONSTRAINT appeal_objection_names_sanction CHECK (kind <> 'objection' OR sanction_id IS NOT NULL),
    CONSTRAINT appeal_correction_of_mistake
      CHECK (correction_list_id IS NULL OR (state = 'upheld' AND kind <> 'objection' AND sanction_id IS NOT NULL))
  );
  CREATE UNIQUE INDEX appeal_pending_once ON appeal (sanction_id) WHERE state IN ('filed', 'accepted', 'verified');
  CREATE INDEX appeal_state_index ON appeal (state, id);
  CREATE INDEX appeal_subject_index ON appeal (subject_hash);

  CREATE TABLE appeal_step (
    appeal_id uuid NOT NULL CONSTRAINT appeal_step_appeal REFERENCES appeal,
    number integer NOT NULL CONSTRAINT appeal_step_number CHECK (number > 0),
    action text NOT NULL CONSTRAINT appeal_step_action CHECK (action IN
      ('file', 'accept', 'verify', 'uphold', 'dismiss', 'refuse', 'withdraw')),
    text_enc bytea,
    -- From when on the sanction restricts nothing: said when the appeal is accepted.
    suspended_at timestamptz,
    officer_id uuid NOT NULL CONSTRAINT appeal_step_officer REFERENCES officer,
    taken_at timestamptz NOT NULL,
    revision bigint CONSTRAINT appeal_step_revision REFERENCES revision,
    CONSTRAINT appeal_step_pk PRIMARY KEY (appeal_id, number),
    CONSTRAINT appeal_step_suspends_when_accepted CHECK (suspended_at IS NULL OR action = 'accept')
  );
`;

const APPEAL_GUARDS = `
  CREATE FUNCTION guard_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    -- Key rotation rewrites the ciphertext; besides that an appeal goes its way, and nothing else of it changes.
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{state,correction_list_id,subject_enc,grounds_enc,evidence_enc,contact_enc}'::text[]
        = to_jsonb(OLD) - '{state,correction_list_id,subject_enc,grounds_enc,evidence_enc,contact_enc}'::text[]
        AND (NEW.correction_list_id IS NOT DISTINCT FROM OLD.correction_list_id OR NEW.state = 'upheld' AND OLD.state = 'verified')
        AND (NEW.state = OLD.state OR (OLD.state, NEW.state) IN (('filed', 'accepted'), ('filed', 'refused'), ('accepted', 'verified'),
          ('verified', 'upheld'), ('verified', 'dismissed'), ('filed', 'withdrawn'), ('accepted', 'withdrawn'), ('verified', 'withdrawn'))) THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an appeal does not go this way' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'appeal_transition';
  END $$;
  CREATE TRIGGER appeal_transition BEFORE UPDATE OR DELETE ON appeal FOR EACH ROW EXECUTE FUNCTION guard_appeal();
  CREATE TRIGGER appeal_no_truncate BEFORE TRUNCATE ON appeal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  CREATE FUNCTION guard_appeal_step() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'text_enc' = to_jsonb(OLD) - 'text_enc' THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'appeal_step is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
  CREATE TRIGGER appeal_step_append_only BEFORE UPDATE OR DELETE ON appeal_step FOR EACH ROW EXECUTE FUNCTION guard_appeal_step();
  CREATE TRIGGER appeal_step_no_truncate BEFORE TRUNCATE ON appeal_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- Nobody judges an appeal against his own list.
  CREATE FUNCTION guard_appeal_judge() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM appeal JOIN sanction ON sanction.id = appeal.sanction_id JOIN sanction_list AS list ON list.id = sanction.list_id
        WHERE appeal.id = NEW.appeal_id AND NEW.officer_id IN (list.author_id, list.decided_by)) THEN
      RAISE EXCEPTION 'nobody judges an appeal against his own list'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_step_judge';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER appeal_step_judge BEFORE INSERT ON appeal_step FOR EACH ROW
    WHEN (NEW.action IN ('verify', 'uphold', 'dismiss', 'refuse', 'withdraw')) EXECUTE FUNCTION guard_appeal_judge();
`;

const LIFTINGS = `
  CREATE TABLE lifting (
    id uuid CONSTRAINT lifting_pk PRIMARY KEY,
    sanction_id uuid NOT NULL CONSTRAINT lifting_sanction REFERENCES sanction,
    state text NOT NULL CONSTRAINT lifting_state CHECK (state IN ('proposed', 'approved', 'rejected')),
    ground_enc bytea NOT NULL,
    document_no text NOT NULL,
    -- Null: from the approval on.
    effective_at timestamptz,
    proposed_by uuid NOT NULL CONSTRAINT lifting_proposed_by REFERENCES officer,
    proposed_at timestamptz NOT NULL,
    decided_by uuid CONSTRAINT lifting_decided_by REFERENCES officer,
    decided_at timestamptz,
    remark_enc bytea,
    revision bigint CONSTRAINT lifting_revision REFERENCES revision,
    CONSTRAINT lifting_four_eyes CHECK (state = 'proposed' OR (decided_by IS NOT NULL AND decided_by <> proposed_by)),
    CONSTRAINT lifting_decided CHECK ((state = 'proposed') = (decided_at IS NULL)),
    CONSTRAINT lifting_approval_has_revision CHECK ((state = 'approved') = (revision IS NOT NULL))
  );
  CREATE UNIQUE INDEX lifting_proposed_once ON lifting (sanction_id) WHERE state = 'proposed';
  CREATE INDEX lifting_state_index ON lifting (state, id);

  CREATE FUNCTION guard_lifting() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    -- Key rotation rewrites the ciphertext; besides that a lifting is decided once.
    IF TG_OP = 'UPDATE' AND (OLD.state = 'proposed' OR to_jsonb(NEW) - '{ground_enc,remark_enc}'::text[] = to_jsonb(OLD) - '{ground_enc,remark_enc}'::text[])
        AND to_jsonb(NEW) - '{state,ground_enc,remark_enc,decided_by,decided_at,revision}'::text[]
          = to_jsonb(OLD) - '{state,ground_enc,remark_enc,decided_by,decided_at,revision}'::text[] THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a lifting is decided once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'lifting_transition';
  END $$;
  CREATE TRIGGER lifting_transition BEFORE UPDATE OR DELETE ON lifting FOR EACH ROW EXECUTE FUNCTION guard_lifting();
  CREATE TRIGGER lifting_no_truncate BEFORE TRUNCATE ON lifting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const STANDING_FAILURES = `
  -- How often a receipt number, or an address, was tried in vain; rows that are over are swept away.
  CREATE TABLE standing_failure (
    -- Keyed digest: it shows neither the number nor the address.
    key bytea CONSTRAINT standing_failure_pk PRIMARY KEY,
    failures integer NOT NULL,
    ends_at timestamptz NOT NULL
  );
  CREATE INDEX standing_failure_ends_index ON standing_failure (ends_at);
`;
