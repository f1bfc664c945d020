import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Directives and receipts. Directives follow from the books: whatever takes a revision is worked off from the cursor, so that what
 * was approved before this migration is issued as well.
 */
export class IssueDirectives1763700000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DIRECTIVES);
    await runner.query(RECEIPTS);
    await runner.query(PROGRESS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE enforced_subject, enforcement_cursor, receipt, directive;
      DROP FUNCTION guard_directive, guard_receipt;
    `);
  }
}

const DIRECTIVES = `
  CREATE TABLE directive (
    id uuid CONSTRAINT directive_pk PRIMARY KEY,
    -- The order of issue: what institutions have fetched up to. One writer at a time, so it is the order of commits too.
    seq bigint NOT NULL CONSTRAINT directive_seq_unique UNIQUE,
    cause text NOT NULL CONSTRAINT directive_cause CHECK (cause IN ('sanction', 'card_listing', 'card_order', 'campaign')),
    action text NOT NULL CONSTRAINT directive_action CHECK (action IN
      ('suspend', 'limit', 'refuse_new', 'restore', 'stop_payment', 'freeze', 'verify', 'publish', 'record')),
    measure text NOT NULL,
    party text NOT NULL CONSTRAINT directive_party CHECK (party IN ('bank', 'payment', 'telecom', 'internet', 'credit')),
    -- Null: every institution of the party, with whatever it holds.
    institution_id uuid CONSTRAINT directive_institution REFERENCES institution,
    card_id uuid CONSTRAINT directive_card REFERENCES card,
    subject_id uuid CONSTRAINT directive_subject REFERENCES subject,
    sanction_id uuid CONSTRAINT directive_sanction REFERENCES sanction,
    -- Whose obligations are compared together: a subject, a card order, a card in a campaign.
    unit_id uuid NOT NULL,
    -- What it imposes, for as long as it is open: the same obligation is never imposed twice at a time.
    obligation uuid NOT NULL,
    last_day date,
    ends_at timestamptz,
    reason text NOT NULL,
    releases uuid CONSTRAINT directive_releases REFERENCES directive,
    supersedes uuid CONSTRAINT directive_supersedes REFERENCES directive,
    revision bigint NOT NULL CONSTRAINT directive_revision REFERENCES revision,
    issued_at timestamptz NOT NULL,
    due_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT directive_restore_releases CHECK ((action = 'restore') = (releases IS NOT NULL)),
    CONSTRAINT directive_card_has_institution CHECK (card_id IS NULL OR institution_id IS NOT NULL)
  );
  CREATE UNIQUE INDEX directive_open_obligation ON directive (obligation) WHERE ended_at IS NULL AND releases IS NULL;
  CREATE UNIQUE INDEX directive_released_once ON directive (releases);
  CREATE INDEX directive_institution_index ON directive (institution_id, seq);
  CREATE INDEX directive_party_index ON directive (party, seq) WHERE institution_id IS NULL;
  CREATE INDEX directive_unit_index ON directive (unit_id, seq);
  CREATE INDEX directive_subject_index ON directive (subject_id, seq);
  CREATE INDEX directive_card_index ON directive (card_id) WHERE card_id IS NOT NULL;
  CREATE INDEX directive_due_index ON directive (due_at) WHERE ended_at IS NULL;

  -- A directive ends once; nothing else of it changes, and none is deleted.
  CREATE FUNCTION guard_directive() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
        AND to_jsonb(NEW) - 'ended_at' = to_jsonb(OLD) - 'ended_at' THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'directive is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
  CREATE TRIGGER directive_append_only BEFORE UPDATE OR DELETE ON directive FOR EACH ROW EXECUTE FUNCTION guard_directive();
  CREATE TRIGGER directive_no_truncate BEFORE TRUNCATE ON directive FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const RECEIPTS = `
  -- What an institution says it did; a later one replaces an earlier one, which stays readable.
  CREATE TABLE receipt (
    directive_id uuid NOT NULL CONSTRAINT receipt_directive REFERENCES directive,
    institution_id uuid NOT NULL CONSTRAINT receipt_institution REFERENCES institution,
    number integer NOT NULL CONSTRAINT receipt_number CHECK (number > 0),
    result text NOT NULL CONSTRAINT receipt_result CHECK (result IN ('executed', 'refused', 'not_found')),
    executed_at timestamptz,
    detail_enc bytea,
    received_at timestamptz NOT NULL,
    actor text NOT NULL,
    CONSTRAINT receipt_pk PRIMARY KEY (directive_id, institution_id, number),
    CONSTRAINT receipt_refused_has_detail CHECK (result <> 'refused' OR detail_enc IS NOT NULL)
  );
  CREATE INDEX receipt_institution_index ON receipt (institution_id, received_at);

  -- Key rotation rewrites the ciphertext, nothing else.
  CREATE FUNCTION guard_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'detail_enc' = to_jsonb(OLD) - 'detail_enc' THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'receipt is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
  CREATE TRIGGER receipt_append_only BEFORE UPDATE OR DELETE ON receipt FOR EACH ROW EXECUTE FUNCTION guard_receipt();
  CREATE TRIGGER receipt_no_truncate BEFORE TRUNCATE ON receipt FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const PROGRESS = `
  -- Up to which revision each source of obligations is worked off; of the next one, up to which unit.
  CREATE TABLE enforcement_cursor (
    source text CONSTRAINT enforcement_cursor_pk PRIMARY KEY,
    revision bigint NOT NULL,
    unit_after uuid
  );

  -- Whom directives were issued about, and the next day on which that changes: by itself, or at once because of a revision.
  CREATE TABLE enforced_subject (
    subject_id uuid CONSTRAINT enforced_subject_pk PRIMARY KEY CONSTRAINT enforced_subject_subject REFERENCES subject,
    next_change_on date,
    occasion text
  );
  CREATE INDEX enforced_subject_next_change_index ON enforced_subject (next_change_on);
`;
