import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first schema. Conventions: `_enc` is AES-256-GCM ciphertext (see `platform/pii.ts`), `_hash` a keyed 16-byte hash,
 * `_on` a day in Asia/Shanghai, `_at` an instant. Append-only tables refuse UPDATE and DELETE by trigger.
 */
export class CreateTheHouse1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INSTITUTIONS);
    await runner.query(REGISTRY);
    await runner.query(LEDGER);
    await runner.query(LISTS);
    await runner.query(SANCTIONS);
    await runner.query(DECISIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE idempotency_record, decision_log, rulebook, sanction_measure, sanction, card_listing, list_file_part, list_entry,
        sanction_list, audit_entry, chain_head, revision, keyring_seal, card, identifier, subject, used_assertion, api_client,
        officer_session, officer, institution CASCADE;
      DROP FUNCTION refuse_change, organ_rank, guard_sanction_list, guard_list_entry, guard_sanction, guard_decision_log;
    `);
  }
}

const INSTITUTIONS = `
  CREATE TABLE institution (
    id uuid CONSTRAINT institution_pk PRIMARY KEY,
    code text NOT NULL CONSTRAINT institution_code_unique UNIQUE,
    kind text NOT NULL CONSTRAINT institution_kind CHECK (kind IN
      ('police_organ', 'bank', 'payment_institution', 'basic_carrier', 'mvno', 'internet_provider', 'regulator')),
    level text CONSTRAINT institution_level CHECK (level IN ('county', 'city', 'province', 'ministry')),
    region text NOT NULL CONSTRAINT institution_region CHECK (region ~ '^[0-9]{6}$'),
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT institution_police_has_level CHECK ((kind = 'police_organ') = (level IS NOT NULL))
  );

  CREATE TABLE officer (
    id uuid CONSTRAINT officer_pk PRIMARY KEY,
    institution_id uuid NOT NULL CONSTRAINT officer_institution REFERENCES institution,
    username text NOT NULL CONSTRAINT officer_username_unique UNIQUE,
    roles text[] NOT NULL,
    password_hash text NOT NULL,
    totp_secret_enc bytea,
    totp_last_step bigint,
    failed_attempts integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  );

  CREATE TABLE officer_session (
    id uuid CONSTRAINT officer_session_pk PRIMARY KEY,
    officer_id uuid NOT NULL CONSTRAINT officer_session_officer REFERENCES officer,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
  );
  CREATE INDEX officer_session_officer_index ON officer_session (officer_id);

  CREATE TABLE api_client (
    id text CONSTRAINT api_client_pk PRIMARY KEY,
    institution_id uuid NOT NULL CONSTRAINT api_client_institution REFERENCES institution,
    secret_hash text,
    public_jwks jsonb,
    scopes text[] NOT NULL,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT api_client_can_authenticate CHECK (secret_hash IS NOT NULL OR public_jwks IS NOT NULL)
  );

  CREATE TABLE used_assertion (
    client_id text NOT NULL CONSTRAINT used_assertion_client REFERENCES api_client,
    jti text NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT used_assertion_pk PRIMARY KEY (client_id, jti)
  );
`;

const REGISTRY = `
  CREATE TABLE subject (
    id uuid CONSTRAINT subject_pk PRIMARY KEY,
    kind text NOT NULL CONSTRAINT subject_kind CHECK (kind IN ('person', 'unit')),
    name_enc bytea NOT NULL,
    name_hash bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX subject_name_hash_index ON subject (name_hash);

  CREATE TABLE identifier (
    id uuid CONSTRAINT identifier_pk PRIMARY KEY,
    subject_id uuid NOT NULL CONSTRAINT identifier_subject REFERENCES subject,
    id_type text NOT NULL,
    number_enc bytea NOT NULL,
    number_hash bytea NOT NULL CONSTRAINT identifier_number_hash_unique UNIQUE
  );
  CREATE INDEX identifier_subject_index ON identifier (subject_id);

  CREATE TABLE card (
    id uuid CONSTRAINT card_pk PRIMARY KEY,
    institution_id uuid NOT NULL CONSTRAINT card_institution REFERENCES institution,
    kind text NOT NULL,
    number_enc bytea NOT NULL,
    number_hash bytea NOT NULL,
    holder_id uuid NOT NULL CONSTRAINT card_holder REFERENCES subject,
    opened_on date,
    status text NOT NULL CONSTRAINT card_status CHECK (status IN ('active', 'suspended', 'closed')),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT card_number_unique UNIQUE (institution_id, number_hash)
  );
  CREATE INDEX card_holder_index ON card (holder_id);
  CREATE INDEX card_number_hash_index ON card (number_hash);
`;

const LEDGER = `
  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END $$;

  CREATE TABLE revision (
    number bigint CONSTRAINT revision_pk PRIMARY KEY,
    reason text NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT clock_timestamp()
  );

  CREATE TABLE chain_head (
    chain text CONSTRAINT chain_head_pk PRIMARY KEY,
    seq bigint NOT NULL,
    hash bytea NOT NULL
  );
  INSERT INTO chain_head VALUES ('audit', 0, decode(repeat('00', 32), 'hex')), ('decisions', 0, decode(repeat('00', 32), 'hex'));

  CREATE TABLE audit_entry (
    seq bigint CONSTRAINT audit_entry_pk PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    what text NOT NULL,
    object text NOT NULL,
    detail jsonb NOT NULL,
    hash bytea NOT NULL
  );
  CREATE INDEX audit_entry_object_index ON audit_entry (object);
  CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- What the keys of this database make of a fixed text. A service with other keys would find no one, and allow everyone.
  CREATE TABLE keyring_seal (
    id integer CONSTRAINT keyring_seal_pk PRIMARY KEY CONSTRAINT keyring_seal_single CHECK (id = 1),
    proof bytea NOT NULL
  );

  CREATE TABLE idempotency_record (
    principal text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status integer,
    body_enc bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_record_pk PRIMARY KEY (principal, key)
  );
`;

const LISTS = `
  CREATE FUNCTION organ_rank(level text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT array_position(ARRAY['county', 'city', 'province', 'ministry'], level)
  $$;

  CREATE TABLE sanction_list (
    id uuid CONSTRAINT sanction_list_pk PRIMARY KEY,
    title text NOT NULL,
    purpose text NOT NULL CONSTRAINT sanction_list_purpose CHECK (purpose IN ('sanctions', 'card_blacklist')),
    template text,
    file_name text,
    columns text[] NOT NULL,
    state text NOT NULL CONSTRAINT sanction_list_state CHECK (state IN ('draft', 'submitted', 'approved', 'rejected', 'withdrawn')),
    author_id uuid NOT NULL CONSTRAINT sanction_list_author REFERENCES officer,
    total integer NOT NULL,
    accepted integer NOT NULL,
    rejected integer NOT NULL,
    content_hash bytea NOT NULL,
    required_level text NOT NULL CONSTRAINT sanction_list_required_level CHECK (required_level IN ('city', 'province', 'ministry')),
    rulebook_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    submitted_at timestamptz,
    decided_by uuid CONSTRAINT sanction_list_decided_by REFERENCES officer,
    decided_at timestamptz,
    remark text,
    revision bigint CONSTRAINT sanction_list_revision REFERENCES revision,
    CONSTRAINT sanction_list_counts CHECK (total = accepted + rejected),
    CONSTRAINT sanction_list_four_eyes CHECK (state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> author_id)),
    CONSTRAINT sanction_list_approval_has_revision CHECK ((state = 'approved') = (revision IS NOT NULL))
  );
  CREATE INDEX sanction_list_state_index ON sanction_list (state);

  -- Invariant 1 holds against raw SQL too: states only move forward, content is frozen once submitted, and the second
  -- officer's organ is of sufficient level.
  CREATE FUNCTION guard_sanction_list() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'draft' THEN
        RAISE EXCEPTION 'a sanction list starts as a draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_list_starts_as_draft';
      END IF;
      RETURN NEW;
    END IF;
    IF NEW.author_id <> OLD.author_id THEN
      RAISE EXCEPTION 'the author of a list never changes' USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_list_author_fixed';
    END IF;
    IF OLD.state <> 'draft' AND (NEW.content_hash, NEW.required_level, NEW.accepted, NEW.rejected)
        IS DISTINCT FROM (OLD.content_hash, OLD.required_level, OLD.accepted, OLD.rejected) THEN
      RAISE EXCEPTION 'a submitted list is frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_list_frozen';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN
        (('draft', 'submitted'), ('draft', 'withdrawn'), ('submitted', 'approved'), ('submitted', 'rejected'), ('submitted', 'withdrawn')) THEN
      RAISE EXCEPTION 'a list does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_list_transition';
    END IF;
    IF NEW.state = 'approved' AND NOT EXISTS (
        SELECT 1 FROM officer JOIN institution ON institution.id = officer.institution_id
        WHERE officer.id = NEW.decided_by AND 'approver' = ANY (officer.roles)
          AND institution.kind = 'police_organ' AND organ_rank(institution.level) >= organ_rank(NEW.required_level)) THEN
      RAISE EXCEPTION 'the approver is not of sufficient level' USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_list_approver_level';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER sanction_list_guard BEFORE INSERT OR UPDATE ON sanction_list FOR EACH ROW EXECUTE FUNCTION guard_sanction_list();

  CREATE TABLE list_entry (
    list_id uuid NOT NULL CONSTRAINT list_entry_list REFERENCES sanction_list,
    row integer NOT NULL,
    verdict text NOT NULL CONSTRAINT list_entry_verdict CHECK (verdict IN ('accepted', 'rejected')),
    code text,
    field text,
    notes text[] NOT NULL,
    category text,
    subject_hash bytea,
    content_enc bytea,
    -- What was written, where the content does not say it all: of refused and of noted rows.
    raw_enc bytea,
    CONSTRAINT list_entry_pk PRIMARY KEY (list_id, row),
    CONSTRAINT list_entry_rejected_has_code CHECK ((verdict = 'rejected') = (code IS NOT NULL)),
    CONSTRAINT list_entry_rejected_keeps_raw CHECK (verdict = 'accepted' OR raw_enc IS NOT NULL),
    CONSTRAINT list_entry_accepted_has_content CHECK (verdict = 'rejected' OR content_enc IS NOT NULL)
  );

  CREATE FUNCTION guard_list_entry() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (SELECT state FROM sanction_list WHERE id = coalesce(NEW.list_id, OLD.list_id)) <> 'draft'
      -- Key rotation rewrites the ciphertext, nothing else.
      AND (TG_OP <> 'UPDATE' OR (NEW.list_id, NEW.row, NEW.verdict, NEW.code, NEW.field, NEW.notes, NEW.category, NEW.subject_hash)
        IS DISTINCT FROM (OLD.list_id, OLD.row, OLD.verdict, OLD.code, OLD.field, OLD.notes, OLD.category, OLD.subject_hash)) THEN
      RAISE EXCEPTION 'a submitted list is frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'list_entry_frozen';
    END IF;
    RETURN coalesce(NEW, OLD);
  END $$;
  CREATE TRIGGER list_entry_guard BEFORE UPDATE OR DELETE ON list_entry FOR EACH ROW EXECUTE FUNCTION guard_list_entry();

  CREATE TABLE list_file_part (
    list_id uuid NOT NULL CONSTRAINT list_file_part_list REFERENCES sanction_list,
    part integer NOT NULL,
    bytes_enc bytea NOT NULL,
    CONSTRAINT list_file_part_pk PRIMARY KEY (list_id, part)
  );

  CREATE TABLE card_listing (
    id uuid CONSTRAINT card_listing_pk PRIMARY KEY,
    list_id uuid NOT NULL,
    row integer NOT NULL,
    kind text NOT NULL,
    number_enc bytea NOT NULL,
    number_hash bytea NOT NULL,
    status text NOT NULL CONSTRAINT card_listing_status CHECK (status IN ('implicated', 'suspicious')),
    case_no text,
    since_on date NOT NULL,
    revision_from bigint NOT NULL CONSTRAINT card_listing_revision REFERENCES revision,
    CONSTRAINT card_listing_entry FOREIGN KEY (list_id, row) REFERENCES list_entry
  );
  CREATE INDEX card_listing_number_hash_index ON card_listing (number_hash);
`;

const SANCTIONS = `
  CREATE TABLE sanction (
    id uuid CONSTRAINT sanction_pk PRIMARY KEY,
    subject_id uuid NOT NULL CONSTRAINT sanction_subject REFERENCES subject,
    list_id uuid NOT NULL,
    row integer NOT NULL,
    regime text NOT NULL,
    category text NOT NULL,
    ground text NOT NULL,
    identified_on date NOT NULL,
    starts_on date NOT NULL,
    -- Whole years per measure before cumulation, from the rulebook of the approval: {"<measure>": years}.
    terms jsonb NOT NULL,
    rulebook_hash text NOT NULL,
    organ_code text NOT NULL,
    organ_level text NOT NULL,
    organ_name text NOT NULL,
    document_no text,
    notice_served_on date,
    is_minor boolean NOT NULL,
    revision_from bigint NOT NULL CONSTRAINT sanction_revision REFERENCES revision,
    CONSTRAINT sanction_entry_unique UNIQUE (list_id, row),
    CONSTRAINT sanction_entry FOREIGN KEY (list_id, row) REFERENCES list_entry
  );
  CREATE INDEX sanction_subject_index ON sanction (subject_id);

  -- No sanction without an approved list: the approval and its sanctions share one transaction.
  CREATE FUNCTION guard_sanction() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM sanction_list WHERE id = NEW.list_id AND state = 'approved') THEN
      RAISE EXCEPTION 'a sanction comes from an approved list' USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_from_approved_list';
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER sanction_guard AFTER INSERT ON sanction DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION guard_sanction();
  CREATE TRIGGER sanction_append_only BEFORE UPDATE OR DELETE ON sanction FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE CONSTRAINT TRIGGER card_listing_guard AFTER INSERT ON card_listing DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION guard_sanction();

  -- What each measure lasts, after cumulation. A recomputed chain supersedes rows (revision_to), it never deletes them.
  CREATE TABLE sanction_measure (
    sanction_id uuid NOT NULL CONSTRAINT sanction_measure_sanction REFERENCES sanction,
    measure text NOT NULL,
    revision_from bigint NOT NULL CONSTRAINT sanction_measure_revision_from REFERENCES revision,
    revision_to bigint CONSTRAINT sanction_measure_revision_to REFERENCES revision,
    first_day date NOT NULL,
    last_day date NOT NULL,
    is_capped boolean NOT NULL,
    needs_review boolean NOT NULL,
    CONSTRAINT sanction_measure_pk PRIMARY KEY (sanction_id, measure, revision_from),
    CONSTRAINT sanction_measure_days CHECK (first_day <= last_day),
    CONSTRAINT sanction_measure_revisions CHECK (revision_from < revision_to)
  );
`;

const DECISIONS = `
  CREATE TABLE rulebook (
    hash text CONSTRAINT rulebook_pk PRIMARY KEY,
    files jsonb NOT NULL,
    first_loaded_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TRIGGER rulebook_append_only BEFORE UPDATE OR DELETE ON rulebook FOR EACH ROW EXECUTE FUNCTION refuse_change();

  CREATE TABLE decision_log (
    seq bigint CONSTRAINT decision_log_pk PRIMARY KEY,
    id uuid NOT NULL CONSTRAINT decision_log_id_unique UNIQUE,
    decided_at timestamptz NOT NULL,
    asker text NOT NULL,
    institution_id uuid NOT NULL CONSTRAINT decision_log_institution REFERENCES institution,
    rulebook_hash text NOT NULL CONSTRAINT decision_log_rulebook REFERENCES rulebook,
    revision bigint NOT NULL,
    outcome text NOT NULL,
    input_enc bytea NOT NULL,
    answer_enc bytea NOT NULL,
    -- Keyed digest of the plain input and answer: the chain survives a change of ciphertext, and shows nothing.
    content_digest bytea NOT NULL,
    hash bytea NOT NULL
  );
  CREATE INDEX decision_log_institution_index ON decision_log (institution_id, seq);

  -- Key rotation rewrites the ciphertext; the keyed digest and the chain over it stay as they were.
  CREATE FUNCTION guard_decision_log() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' OR
        (NEW.seq, NEW.id, NEW.decided_at, NEW.asker, NEW.institution_id, NEW.rulebook_hash, NEW.revision, NEW.outcome, NEW.content_digest, NEW.hash)
        IS DISTINCT FROM
        (OLD.seq, OLD.id, OLD.decided_at, OLD.asker, OLD.institution_id, OLD.rulebook_hash, OLD.revision, OLD.outcome, OLD.content_digest, OLD.hash) THEN
      RAISE EXCEPTION 'decision_log is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER decision_log_append_only BEFORE UPDATE OR DELETE ON decision_log FOR EACH ROW EXECUTE FUNCTION guard_decision_log();
  CREATE TRIGGER decision_log_no_truncate BEFORE TRUNCATE ON decision_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
