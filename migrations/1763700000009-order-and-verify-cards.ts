import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Orders on single cards (紧急止付、冻结) and campaigns that have cards verified. Of a card its institution may now say when it
 * was last used and when its holder was last verified; of older rows neither is known.
 */
export class OrderAndVerifyCards1763700000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CARDS);
    await runner.query(ORDERS);
    await runner.query(CAMPAIGNS);
    await runner.query(ITEMS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE campaign_item, campaign, card_order;
      DROP FUNCTION guard_card_order, guard_campaign, guard_campaign_item;
      ALTER TABLE card DROP COLUMN last_used_on, DROP COLUMN verified_on;
    `);
  }
}

const CARDS = `
  -- Used last on that day; -infinity: never. Null: its institution does not say.
  ALTER TABLE card ADD COLUMN last_used_on date, ADD COLUMN verified_on date;
`;

const ORDERS = `
  CREATE TABLE card_order (
    id uuid CONSTRAINT card_order_pk PRIMARY KEY,
    kind text NOT NULL CONSTRAINT card_order_kind CHECK (kind IN ('stop_payment', 'freeze')),
    state text NOT NULL CONSTRAINT card_order_state
      CHECK (state IN ('proposed', 'standing', 'extending', 'released', 'expired', 'rejected')),
    card_kind text NOT NULL CONSTRAINT card_order_card_kind CHECK (card_kind IN ('bank_account', 'payment_account', 'ecny_wallet')),
    number_enc bytea NOT NULL,
    number_hash bytea NOT NULL,
    institution_id uuid NOT NULL CONSTRAINT card_order_institution REFERENCES institution,
    -- Null: its institution has not registered the card.
    card_id uuid CONSTRAINT card_order_card REFERENCES card,
    measure text NOT NULL,
    case_no text NOT NULL,
    grounds_enc bytea NOT NULL,
    reported_at timestamptz,
    author_id uuid NOT NULL CONSTRAINT card_order_author REFERENCES officer,
    -- Of what waits for a second officer, or was approved last.
    proposed_by uuid CONSTRAINT card_order_proposed_by REFERENCES officer,
    approved_by uuid CONSTRAINT card_order_approved_by REFERENCES officer,
    created_at timestamptz NOT NULL,
    starts_at timestamptz,
    ends_at timestamptz,
    -- How many times its term; each but the first of a stop by two officers.
    terms integer NOT NULL CONSTRAINT card_order_terms CHECK (terms >= 0),
    ended_by uuid CONSTRAINT card_order_ended_by REFERENCES officer,
    ended_at timestamptz,
    end_reason_enc bytea,
    revision bigint NOT NULL CONSTRAINT card_order_revision REFERENCES revision,
    CONSTRAINT card_order_period CHECK ((terms = 0) = (starts_at IS NULL) AND (terms = 0) = (ends_at IS NULL) AND starts_at < ends_at),
    CONSTRAINT card_order_proposal_not_begun CHECK ((state IN ('proposed', 'rejected')) = (terms = 0)),
    CONSTRAINT card_order_end CHECK ((state IN ('released', 'expired', 'rejected')) = (ended_at IS NOT NULL))
  );
  CREATE UNIQUE INDEX card_order_open ON card_order (kind, institution_id, number_hash)
    WHERE state IN ('proposed', 'standing', 'extending');
  CREATE INDEX card_order_revision_index ON card_order (revision);
  CREATE INDEX card_order_ends_index ON card_order (ends_at) WHERE state IN ('standing', 'extending');

  -- States move as the table says, against raw SQL too; a term is added by two officers, but for the first of a stop. Key
  -- rotation rewrites the ciphertext.
  CREATE FUNCTION guard_card_order() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN
      RAISE EXCEPTION 'a card order is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    ELSIF TG_OP = 'INSERT' THEN
      IF (NEW.kind, NEW.state, NEW.terms) NOT IN (('stop_payment', 'standing', 1), ('freeze', 'proposed', 0)) THEN
        RAISE EXCEPTION 'one officer stops at once, and proposes a freeze'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'card_order_four_eyes';
      END IF;
    ELSE
      IF (NEW.id, NEW.kind, NEW.card_kind, NEW.number_hash, NEW.institution_id, NEW.card_id, NEW.measure, NEW.case_no, NEW.author_id, NEW.created_at)
          IS DISTINCT FROM (OLD.id, OLD.kind, OLD.card_kind, OLD.number_hash, OLD.institution_id, OLD.card_id, OLD.measure, OLD.case_no, OLD.author_id,
          OLD.created_at) THEN
        RAISE EXCEPTION 'what a card order is about never changes'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'card_order_fixed';
      END IF;
      IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('proposed', 'standing'), ('proposed', 'rejected'),
          ('standing', 'extending'), ('standing', 'released'), ('standing', 'expired'),
          ('extending', 'standing'), ('extending', 'released'), ('extending', 'expired')) THEN
        RAISE EXCEPTION 'a card order does not go from % to %', OLD.state, NEW.state
          USING ERRCODE = 'check_violation', CONSTRAINT = 'card_order_transition';
      END IF;
      IF NEW.terms <> OLD.terms AND NOT coalesce(NEW.terms = OLD.terms + 1 AND OLD.state IN ('proposed', 'extending')
          AND NEW.approved_by <> OLD.proposed_by, false) OR NEW.terms = OLD.terms AND NEW.ends_at IS DISTINCT FROM OLD.ends_at THEN
        RAISE EXCEPTION 'a term is proposed by one officer and approved by another'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'card_order_four_eyes';
      END IF;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER card_order_guard BEFORE INSERT OR UPDATE OR DELETE ON card_order FOR EACH ROW EXECUTE FUNCTION guard_card_order();
  CREATE TRIGGER card_order_no_truncate BEFORE TRUNCATE ON card_order FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const CAMPAIGNS = `
  CREATE TABLE campaign (
    id uuid CONSTRAINT campaign_pk PRIMARY KEY,
    kind text NOT NULL CONSTRAINT campaign_kind CHECK (kind IN ('silent_sim', 'iot_sample', 'dormant_account')),
    title text NOT NULL,
    state text NOT NULL CONSTRAINT campaign_state CHECK (state IN ('draft', 'selecting', 'running', 'closed', 'cancelled')),
    -- GB/T 2260: only institutions of the region; null: of all.
    region text,
    -- Only these institutions; null: all that hold such cards.
    institution_ids uuid[],
    -- Null: every card the rule means.
    sample_percent integer CONSTRAINT campaign_sample_percent CHECK (sample_percent BETWEEN 1 AND 100),
    preview jsonb NOT NULL,
    preview_card_ids uuid[] NOT NULL,
    author_id uuid NOT NULL CONSTRAINT campaign_author REFERENCES officer,
    created_at timestamptz NOT NULL,
    started_by uuid CONSTRAINT campaign_started_by REFERENCES officer,
    started_at timestamptz,
    -- The law of the start, for as long as the campaign runs.
    rulebook_hash text,
    measure text,
    time_allowed integer,
    time_unit text CONSTRAINT campaign_time_unit CHECK (time_unit IN ('hours', 'days')),
    -- Up to which card the selection has come, and to what.
    selected_after uuid,
    looked_at bigint NOT NULL DEFAULT 0,
    selected bigint NOT NULL DEFAULT 0,
    selected_at timestamptz,
    ended_by uuid CONSTRAINT campaign_ended_by REFERENCES officer,
    ended_at timestamptz,
    revision bigint CONSTRAINT campaign_revision REFERENCES revision,
    CONSTRAINT campaign_four_eyes CHECK (started_by <> author_id),
    CONSTRAINT campaign_start CHECK (state IN ('draft', 'cancelled') OR num_nulls(started_by, started_at, rulebook_hash, measure,
      time_allowed, time_unit, revision) = 0),
    CONSTRAINT campaign_end CHECK ((state IN ('closed', 'cancelled')) = (ended_at IS NOT NULL))
  );
  CREATE INDEX campaign_state_index ON campaign (state);
  CREATE INDEX campaign_revision_index ON campaign (revision);

  CREATE FUNCTION guard_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN
      RAISE EXCEPTION 'a campaign is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    ELSIF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'draft' THEN
        RAISE EXCEPTION 'a campaign starts as a draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_starts_as_draft';
      END IF;
    ELSE
      IF (NEW.id, NEW.kind, NEW.region, NEW.institution_ids, NEW.sample_percent, NEW.author_id, NEW.created_at)
          IS DISTINCT FROM (OLD.id, OLD.kind, OLD.region, OLD.institution_ids, OLD.sample_percent, OLD.author_id, OLD.created_at)
          OR OLD.started_at IS NOT NULL AND (NEW.started_by, NEW.started_at, NEW.rulebook_hash, NEW.measure, NEW.time_allowed, NEW.time_unit)
          IS DISTINCT FROM (OLD.started_by, OLD.started_at, OLD.rulebook_hash, OLD.measure, OLD.time_allowed, OLD.time_unit) THEN
        RAISE EXCEPTION 'what a campaign is about never changes' USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_fixed';
      END IF;
      IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('draft', 'selecting'), ('selecting', 'running'), ('running', 'closed'),
          ('draft', 'cancelled'), ('selecting', 'cancelled'), ('running', 'cancelled')) THEN
        RAISE EXCEPTION 'a campaign does not go from % to %', OLD.state, NEW.state
          USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_transition';
      END IF;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER campaign_guard BEFORE INSERT OR UPDATE OR DELETE ON campaign FOR EACH ROW EXECUTE FUNCTION guard_campaign();
  CREATE TRIGGER campaign_no_truncate BEFORE TRUNCATE ON campaign FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const ITEMS = `
  -- A card of a campaign. What the clock makes of it is computed, not stored.
  CREATE TABLE campaign_item (
    id uuid CONSTRAINT campaign_item_pk PRIMARY KEY,
    campaign_id uuid NOT NULL CONSTRAINT campaign_item_campaign REFERENCES campaign,
    card_id uuid NOT NULL CONSTRAINT campaign_item_card REFERENCES card,
    institution_id uuid NOT NULL CONSTRAINT campaign_item_institution REFERENCES institution,
    state text NOT NULL CONSTRAINT campaign_item_state CHECK (state IN ('selected', 'notified', 'failed', 'cancelled', 'verified')),
    issued_at timestamptz NOT NULL,
    notified_at timestamptz,
    reported_at timestamptz,
    deadline_at timestamptz NOT NULL,
    -- When the clock alone changes what is imposed; null: not at all any more.
    next_change_at timestamptz,
    revision bigint NOT NULL CONSTRAINT campaign_item_revision REFERENCES revision,
    CONSTRAINT campaign_item_card_once UNIQUE (campaign_id, card_id),
    CONSTRAINT campaign_item_reported CHECK ((state IN ('selected', 'notified')) = (reported_at IS NULL)),
    CONSTRAINT campaign_item_notified CHECK (state <> 'notified' OR notified_at IS NOT NULL)
  );
  CREATE INDEX campaign_item_page_index ON campaign_item (campaign_id, id);
  CREATE INDEX campaign_item_card_index ON campaign_item (card_id);
  CREATE INDEX campaign_item_revision_index ON campaign_item (revision);
  CREATE INDEX campaign_item_next_change_index ON campaign_item (next_change_at) WHERE next_change_at IS NOT NULL;

  CREATE FUNCTION guard_campaign_item() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN
      RAISE EXCEPTION 'a card of a campaign is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.campaign_id, NEW.card_id, NEW.institution_id, NEW.issued_at)
        IS DISTINCT FROM (OLD.id, OLD.campaign_id, OLD.card_id, OLD.institution_id, OLD.issued_at) THEN
      RAISE EXCEPTION 'which card is meant never changes' USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_item_fixed';
    END IF;
    IF NEW.state = 'selected' AND OLD.state <> 'selected' OR NEW.state = 'notified' AND OLD.state NOT IN ('selected', 'notified')
        OR NEW.reported_at < OLD.reported_at OR NEW.notified_at > OLD.notified_at THEN
      RAISE EXCEPTION 'a card of a campaign does not go from % to %', OLD.state, NEW.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_item_transition';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER campaign_item_guard BEFORE UPDATE OR DELETE ON campaign_item FOR EACH ROW EXECUTE FUNCTION guard_campaign_item();
  CREATE TRIGGER campaign_item_no_truncate BEFORE TRUNCATE ON campaign_item FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
