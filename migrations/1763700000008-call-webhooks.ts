import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Institutions are called when there is something for them; what they have not answered in time is told to the officers. */
export class CallWebhooks1763700000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ESCALATIONS);
    await runner.query(ENDPOINTS);
    await runner.query(DELIVERIES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE webhook_attempt, webhook_delivery, webhook_subscription, webhook_secret, webhook_endpoint,
        escalation_progress, directive_escalation;
      DROP FUNCTION guard_webhook_delivery;
    `);
  }
}

const ESCALATIONS = `
  CREATE TABLE directive_escalation (
    directive_id uuid NOT NULL CONSTRAINT directive_escalation_directive REFERENCES directive,
    institution_id uuid NOT NULL CONSTRAINT directive_escalation_institution REFERENCES institution,
    -- The order of escalation; one node at a time, so it is the order of commits too.
    seq bigint NOT NULL CONSTRAINT directive_escalation_seq_unique UNIQUE,
    overdue_since timestamptz NOT NULL,
    -- Whom it is told to: the organ that identified the subject. Null: all officers.
    organ_code text,
    organ_name text,
    escalated_at timestamptz NOT NULL,
    CONSTRAINT directive_escalation_pk PRIMARY KEY (directive_id, institution_id)
  );
  CREATE INDEX directive_escalation_institution_index ON directive_escalation (institution_id, seq);
  CREATE TRIGGER directive_escalation_append_only BEFORE UPDATE OR DELETE ON directive_escalation
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER directive_escalation_no_truncate BEFORE TRUNCATE ON directive_escalation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- Up to which due moment directives were looked through.
  CREATE TABLE escalation_progress (
    id integer CONSTRAINT escalation_progress_pk PRIMARY KEY CONSTRAINT escalation_progress_single CHECK (id = 1),
    due_until timestamptz NOT NULL
  );
  INSERT INTO escalation_progress (id, due_until) VALUES (1, '2017-01-01T00:00:00+08:00');
`;

const ENDPOINTS = `
  CREATE TABLE webhook_endpoint (
    id uuid CONSTRAINT webhook_endpoint_pk PRIMARY KEY,
    institution_id uuid NOT NULL CONSTRAINT webhook_endpoint_institution REFERENCES institution,
    -- Institutions put tokens into paths.
    url_enc bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- Since when no delivery has succeeded.
    failing_since timestamptz,
    disabled_at timestamptz,
    disabled_reason text CONSTRAINT webhook_endpoint_disabled_reason CHECK (disabled_reason IN ('institution', 'gone', 'failing')),
    deleted_at timestamptz,
    CONSTRAINT webhook_endpoint_disabled_why CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL)),
    CONSTRAINT webhook_endpoint_deleted_is_disabled CHECK (deleted_at IS NULL OR disabled_at IS NOT NULL)
  );
  CREATE INDEX webhook_endpoint_institution_index ON webhook_endpoint (institution_id);

  CREATE TABLE webhook_secret (
    endpoint_id uuid NOT NULL CONSTRAINT webhook_secret_endpoint REFERENCES webhook_endpoint,
    number integer NOT NULL CONSTRAINT webhook_secret_number CHECK (number > 0),
    secret_enc bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- Null: the one in use. An earlier one signs as well until then.
    expires_at timestamptz,
    CONSTRAINT webhook_secret_pk PRIMARY KEY (endpoint_id, number)
  );
  CREATE UNIQUE INDEX webhook_secret_in_use ON webhook_secret (endpoint_id) WHERE expires_at IS NULL;

  CREATE TABLE webhook_subscription (
    endpoint_id uuid NOT NULL CONSTRAINT webhook_subscription_endpoint REFERENCES webhook_endpoint,
    event text NOT NULL CONSTRAINT webhook_subscription_event CHECK (event IN ('directives.issued', 'directives.overdue')),
    -- Up to which number the endpoint has been told.
    told_seq bigint NOT NULL,
    CONSTRAINT webhook_subscription_pk PRIMARY KEY (endpoint_id, event)
  );
`;

const DELIVERIES = `
  CREATE TABLE webhook_delivery (
    id uuid CONSTRAINT webhook_delivery_pk PRIMARY KEY,
    endpoint_id uuid NOT NULL CONSTRAINT webhook_delivery_endpoint REFERENCES webhook_endpoint,
    event text NOT NULL CONSTRAINT webhook_delivery_event CHECK (event IN ('directives.issued', 'directives.overdue', 'webhook.test')),
    -- As it is sent, byte for byte: attempts of one delivery do not differ.
    payload text NOT NULL,
    -- Up to which number it tells; null of a test.
    up_to_seq bigint,
    created_at timestamptz NOT NULL,
    -- Attempts since it was created, or replayed.
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    state text NOT NULL CONSTRAINT webhook_delivery_state CHECK (state IN ('pending', 'delivered', 'failed', 'cancelled')),
    CONSTRAINT webhook_delivery_pending_has_time CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL)),
    CONSTRAINT webhook_delivery_tells CHECK ((event = 'webhook.test') = (up_to_seq IS NULL))
  );
  CREATE INDEX webhook_delivery_due_index ON webhook_delivery (next_attempt_at) WHERE state = 'pending';
  CREATE INDEX webhook_delivery_pending_index ON webhook_delivery (endpoint_id, event) WHERE state = 'pending';
  CREATE INDEX webhook_delivery_endpoint_index ON webhook_delivery (endpoint_id, id);

  -- What was sent is not altered; how it fares changes.
  CREATE FUNCTION guard_webhook_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.endpoint_id, NEW.event, NEW.payload, NEW.up_to_seq, NEW.created_at)
        IS NOT DISTINCT FROM (OLD.id, OLD.endpoint_id, OLD.event, OLD.payload, OLD.up_to_seq, OLD.created_at) THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'webhook_delivery is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
  CREATE TRIGGER webhook_delivery_append_only BEFORE UPDATE OR DELETE ON webhook_delivery
    FOR EACH ROW EXECUTE FUNCTION guard_webhook_delivery();

  CREATE TABLE webhook_attempt (
    delivery_id uuid NOT NULL CONSTRAINT webhook_attempt_delivery REFERENCES webhook_delivery,
    number integer NOT NULL CONSTRAINT webhook_attempt_number CHECK (number > 0),
    started_at timestamptz NOT NULL,
    duration_ms integer NOT NULL,
    -- Of the answer; null where none came.
    status integer,
    -- Why none came.
    error text,
    CONSTRAINT webhook_attempt_pk PRIMARY KEY (delivery_id, number),
    CONSTRAINT webhook_attempt_status_or_error CHECK ((status IS NULL) <> (error IS NULL))
  );
  CREATE TRIGGER webhook_attempt_append_only BEFORE UPDATE OR DELETE ON webhook_attempt
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
`;
