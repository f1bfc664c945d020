import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one number a telecom sanction leaves to its subject, and the approvals of the police for it. */
export class RetainSims1763700000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPROVALS);
    await runner.query(RETAINED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE retained_sim, sim_approval;
      DROP FUNCTION guard_retained_sim, guard_sim_approval;
    `);
  }
}

const APPROVALS = `
  CREATE TABLE sim_approval (
    id uuid CONSTRAINT sim_approval_pk PRIMARY KEY,
    number text NOT NULL CONSTRAINT sim_approval_number_unique UNIQUE,
    subject_id uuid NOT NULL CONSTRAINT sim_approval_subject REFERENCES subject,
    -- Null: any card of the subject.
    card_id uuid CONSTRAINT sim_approval_card REFERENCES card,
    level text NOT NULL CONSTRAINT sim_approval_level CHECK (level IN ('county', 'city', 'province', 'ministry')),
    organ_id uuid NOT NULL CONSTRAINT sim_approval_organ REFERENCES institution,
    given_by uuid NOT NULL CONSTRAINT sim_approval_officer REFERENCES officer,
    given_at timestamptz NOT NULL,
    remark_enc bytea NOT NULL,
    revoked_at timestamptz,
    revoked_by uuid CONSTRAINT sim_approval_revoking_officer REFERENCES officer,
    CONSTRAINT sim_approval_revoked_by_officer CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
  );
  CREATE INDEX sim_approval_subject_index ON sim_approval (subject_id);

  -- Key rotation rewrites the ciphertext; besides that an approval changes once, when it is revoked.
  CREATE FUNCTION guard_sim_approval() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.revoked_at IS NULL OR (NEW.revoked_at, NEW.revoked_by) IS NOT DISTINCT FROM (OLD.revoked_at, OLD.revoked_by))
        AND to_jsonb(NEW) - '{remark_enc,revoked_at,revoked_by}'::text[] = to_jsonb(OLD) - '{remark_enc,revoked_at,revoked_by}'::text[] THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'sim_approval is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
  CREATE TRIGGER sim_approval_append_only BEFORE UPDATE OR DELETE ON sim_approval FOR EACH ROW EXECUTE FUNCTION guard_sim_approval();
  CREATE TRIGGER sim_approval_no_truncate BEFORE TRUNCATE ON sim_approval FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const RETAINED = `
  CREATE TABLE retained_sim (
    id uuid CONSTRAINT retained_sim_pk PRIMARY KEY,
    subject_id uuid NOT NULL CONSTRAINT retained_sim_subject REFERENCES subject,
    institution_id uuid NOT NULL CONSTRAINT retained_sim_institution REFERENCES institution,
    card_id uuid NOT NULL CONSTRAINT retained_sim_card REFERENCES card,
    kind text NOT NULL CONSTRAINT retained_sim_kind CHECK (kind IN ('mobile_sim', 'fixed_line')),
    restored_at timestamptz NOT NULL,
    restored_by text NOT NULL,
    approval_level text CONSTRAINT retained_sim_approval_level CHECK (approval_level IN ('county', 'city', 'province', 'ministry')),
    -- An approval that was given here is used once.
    approval_id uuid CONSTRAINT retained_sim_approval REFERENCES sim_approval CONSTRAINT retained_sim_approval_once UNIQUE,
    -- The number of a paper that only the carrier has seen.
    approval_no_enc bytea,
    decision_id uuid NOT NULL,
    -- One restoration, one revision.
    revision_from bigint NOT NULL CONSTRAINT retained_sim_revision REFERENCES revision CONSTRAINT retained_sim_revision_unique UNIQUE,
    ended_at timestamptz,
    ended_state text CONSTRAINT retained_sim_ended_state CHECK (ended_state IN ('cancelled', 'changed', 'moved', 'released')),
    ended_by text,
    revision_to bigint CONSTRAINT retained_sim_revision_to REFERENCES revision,
    CONSTRAINT retained_sim_approved_somehow
      CHECK ((approval_level IS NULL) = (approval_id IS NULL AND approval_no_enc IS NULL) AND (approval_id IS NULL OR approval_no_enc IS NULL)),
    CONSTRAINT retained_sim_ended CHECK (num_nulls(ended_at, ended_state, ended_by, revision_to) IN (0, 4)),
    CONSTRAINT retained_sim_instants CHECK (restored_at <= ended_at),
    CONSTRAINT retained_sim_revisions CHECK (revision_from < revision_to)
  );
  -- Whether one in total or one with each carrier is kept is a matter of the rulebook, which decides one at a time; two with the
  -- same carrier no regime allows.
  CREATE UNIQUE INDEX retained_sim_open_unique ON retained_sim (subject_id, institution_id) WHERE ended_at IS NULL;
  CREATE INDEX retained_sim_subject_index ON retained_sim (subject_id);
  CREATE INDEX retained_sim_institution_index ON retained_sim (institution_id);
  CREATE INDEX retained_sim_revision_to_index ON retained_sim (revision_to);

  -- What is kept is a card that its carrier reports as the subject's own and not closed. A keeping ends once; besides that key
  -- rotation rewrites the ciphertext.
  CREATE FUNCTION guard_retained_sim() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.ended_at IS NOT NULL OR NOT EXISTS (SELECT FROM card WHERE id = NEW.card_id AND institution_id = NEW.institution_id
          AND holder_id = NEW.subject_id AND kind = NEW.kind AND status <> 'closed') THEN
        RAISE EXCEPTION 'what is kept is a card of the subject' USING ERRCODE = 'check_violation', CONSTRAINT = 'retained_sim_own_card';
      END IF;
      RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.ended_at IS NULL
          OR (NEW.ended_at, NEW.ended_state, NEW.ended_by, NEW.revision_to) IS NOT DISTINCT FROM (OLD.ended_at, OLD.ended_state, OLD.ended_by, OLD.revision_to))
        AND to_jsonb(NEW) - '{approval_no_enc,ended_at,ended_state,ended_by,revision_to}'::text[]
          = to_jsonb(OLD) - '{approval_no_enc,ended_at,ended_state,ended_by,revision_to}'::text[] THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'retained_sim is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
  CREATE TRIGGER retained_sim_guard BEFORE INSERT OR UPDATE OR DELETE ON retained_sim
    FOR EACH ROW EXECUTE FUNCTION guard_retained_sim();
  CREATE TRIGGER retained_sim_no_truncate BEFORE TRUNCATE ON retained_sim FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
