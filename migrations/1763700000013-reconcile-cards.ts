import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reconciliations: what institutions say they hold, compared with the books, and what came of every difference. */
export class ReconcileCards1763700000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RUNS);
    await runner.query(TASKS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE reconciliation_task, reconciliation_seen, reconciliation;
      DROP FUNCTION guard_reconciliation, guard_reconciliation_task;
    `);
  }
}

const RUNS = `
  CREATE TABLE reconciliation (
    id uuid CONSTRAINT reconciliation_pk PRIMARY KEY,
    institution_id uuid NOT NULL CONSTRAINT reconciliation_institution REFERENCES institution,
    started_by text NOT NULL,
    -- Whether it is an account of everything the institution holds.
    is_full boolean NOT NULL,
    state text NOT NULL CONSTRAINT reconciliation_state CHECK (state IN ('running', 'implausible', 'done', 'aborted')),
    started_at timestamptz NOT NULL,
    -- When the process that reads it was last heard of.
    heard_of_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    from_revision bigint NOT NULL,
    to_revision bigint NOT NULL,
    lines bigint NOT NULL DEFAULT 0,
    cards bigint NOT NULL DEFAULT 0,
    bad bigint NOT NULL DEFAULT 0,
    resolved bigint NOT NULL DEFAULT 0,
    -- How many of each difference.
    differences jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT reconciliation_finished CHECK ((state IN ('done', 'aborted')) = (finished_at IS NOT NULL))
  );
  CREATE INDEX reconciliation_institution_index ON reconciliation (institution_id, id);
  CREATE UNIQUE INDEX reconciliation_single ON reconciliation (institution_id) WHERE state = 'running';

  CREATE FUNCTION guard_reconciliation() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.state IN ('done', 'aborted') OR OLD.state = 'implausible' AND NEW.state = 'running'
        OR (NEW.id, NEW.institution_id, NEW.started_by, NEW.is_full, NEW.started_at, NEW.from_revision)
        IS DISTINCT FROM (OLD.id, OLD.institution_id, OLD.started_by, OLD.is_full, OLD.started_at, OLD.from_revision) THEN
      RAISE EXCEPTION 'a finished reconciliation is frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'reconciliation_frozen';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER reconciliation_guard BEFORE UPDATE ON reconciliation FOR EACH ROW EXECUTE FUNCTION guard_reconciliation();
  CREATE TRIGGER reconciliation_no_delete BEFORE DELETE ON reconciliation FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER reconciliation_no_truncate BEFORE TRUNCATE ON reconciliation FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- Which cards a reconciliation has named; until it has ended. Without a foreign key: a million rows would each be checked.
  CREATE TABLE reconciliation_seen (
    run_id uuid NOT NULL,
    number_hash bytea NOT NULL,
    CONSTRAINT reconciliation_seen_pk PRIMARY KEY (run_id, number_hash)
  );
`;

const TASKS = `
  CREATE TABLE reconciliation_task (
    id uuid CONSTRAINT reconciliation_task_pk PRIMARY KEY,
    institution_id uuid NOT NULL CONSTRAINT reconciliation_task_institution REFERENCES institution,
    difference text NOT NULL CONSTRAINT reconciliation_task_difference CHECK (difference IN
      ('sanctioned_but_active', 'suspended_without_ground', 'released_but_blocked', 'unknown_card', 'holder_mismatch',
       'missing_card', 'duplicate_line')),
    state text NOT NULL CONSTRAINT reconciliation_task_state CHECK (state IN ('open', 'answered', 'closed', 'resolved')),
    kind text NOT NULL,
    number_hash bytea NOT NULL,
    -- Of a registered card the register has the number.
    card_id uuid CONSTRAINT reconciliation_task_card REFERENCES card,
    number_enc bytea,
    -- As it was last seen. Null: the card was missing.
    reported_state text CONSTRAINT reconciliation_task_reported_state
      CHECK (reported_state IN ('active', 'limited', 'suspended', 'closed')),
    expected_action text,
    measure text,
    last_day date,
    directive_id uuid CONSTRAINT reconciliation_task_directive REFERENCES directive,
    sanction_id uuid CONSTRAINT reconciliation_task_sanction REFERENCES sanction,
    -- The institution is not told what is expected: the holder is a stranger to it.
    is_withheld boolean NOT NULL,
    first_seen_run_id uuid NOT NULL CONSTRAINT reconciliation_task_first_seen_run REFERENCES reconciliation,
    first_seen_at timestamptz NOT NULL,
    last_seen_run_id uuid NOT NULL CONSTRAINT reconciliation_task_last_seen_run REFERENCES reconciliation,
    last_seen_at timestamptz NOT NULL,
    explanation_enc bytea,
    explained_by text,
    explained_at timestamptz,
    remark_enc bytea,
    decided_by text,
    decided_at timestamptz,
    resolved_at timestamptz,
    CONSTRAINT reconciliation_task_number CHECK ((card_id IS NULL) = (number_enc IS NOT NULL)),
    CONSTRAINT reconciliation_task_expected CHECK ((expected_action IS NULL) = (measure IS NULL)),
    CONSTRAINT reconciliation_task_explained
      CHECK ((explanation_enc IS NULL) = (explained_at IS NULL) AND (explanation_enc IS NULL) = (explained_by IS NULL)),
    CONSTRAINT reconciliation_task_answered CHECK (state <> 'answered' OR explanation_enc IS NOT NULL),
    CONSTRAINT reconciliation_task_decided
      CHECK ((remark_enc IS NULL) = (decided_at IS NULL) AND (remark_enc IS NULL) = (decided_by IS NULL)),
    CONSTRAINT reconciliation_task_closed CHECK (state <> 'closed' OR remark_enc IS NOT NULL),
    CONSTRAINT reconciliation_task_resolved CHECK ((state = 'resolved') = (resolved_at IS NOT NULL))
  );
  CREATE UNIQUE INDEX reconciliation_task_single ON reconciliation_task (institution_id, number_hash, difference)
    WHERE state <> 'resolved';
  CREATE INDEX reconciliation_task_institution_index ON reconciliation_task (institution_id, id);

  -- Ciphertext is rewritten by key rotation, whatever the state.
  CREATE FUNCTION guard_reconciliation_task() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (NEW.id, NEW.institution_id, NEW.difference, NEW.kind, NEW.number_hash, NEW.card_id, NEW.first_seen_run_id, NEW.first_seen_at)
        IS DISTINCT FROM
        (OLD.id, OLD.institution_id, OLD.difference, OLD.kind, OLD.number_hash, OLD.card_id, OLD.first_seen_run_id, OLD.first_seen_at)
        OR OLD.state = 'resolved'
          AND to_jsonb(NEW) - '{number_enc,explanation_enc,remark_enc}'::text[]
            <> to_jsonb(OLD) - '{number_enc,explanation_enc,remark_enc}'::text[]
        OR OLD.state = 'closed' AND NEW.state = 'answered' THEN
      RAISE EXCEPTION 'a task goes its way, and a resolved one is frozen'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reconciliation_task_way';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER reconciliation_task_guard BEFORE UPDATE ON reconciliation_task
    FOR EACH ROW EXECUTE FUNCTION guard_reconciliation_task();
  CREATE TRIGGER reconciliation_task_no_delete BEFORE DELETE ON reconciliation_task
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER reconciliation_task_no_truncate BEFORE TRUNCATE ON reconciliation_task
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
