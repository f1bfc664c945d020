import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The lossless decision log: what is committed together is one row, each writing process has a chain of its own, signed anchors
 * tie the chains together, and a month is a partition that can be dropped. `decision_log` keeps what it has and takes nothing more.
 */
export class LogDecisionsInGroups1763700000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHAINS);
    await runner.query(GROUPS);
    await runner.query(PARTITIONS);
    await runner.query(ANCHORS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE decision_anchor, decision_group, decision_chain;
      DROP FUNCTION make_decision_partition, guard_decision_group, guard_decision_chain;
    `);
  }
}

const CHAINS = `
  CREATE TABLE decision_chain (
    id uuid CONSTRAINT decision_chain_pk PRIMARY KEY,
    node text NOT NULL,
    opened_at timestamptz NOT NULL,
    -- The last group, and the hash of it; of none yet, the hash of who opened the chain and when.
    seq bigint NOT NULL DEFAULT 0,
    hash bytea NOT NULL,
    -- Up to where the newest anchor that names this chain goes. Only saves work; what is proved is proved by the anchor.
    anchored_seq bigint NOT NULL DEFAULT 0,
    CONSTRAINT decision_chain_anchored CHECK (anchored_seq BETWEEN 0 AND seq)
  );

  CREATE FUNCTION guard_decision_chain() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE'
        OR (NEW.id, NEW.node, NEW.opened_at) IS DISTINCT FROM (OLD.id, OLD.node, OLD.opened_at)
        OR NEW.seq NOT IN (OLD.seq, OLD.seq + 1) OR NEW.anchored_seq < OLD.anchored_seq
        OR (NEW.seq = OLD.seq AND NEW.hash <> OLD.hash) THEN
      RAISE EXCEPTION 'decision_chain is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER decision_chain_append_only BEFORE UPDATE OR DELETE ON decision_chain
    FOR EACH ROW EXECUTE FUNCTION guard_decision_chain();
  CREATE TRIGGER decision_chain_no_truncate BEFORE TRUNCATE ON decision_chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const GROUPS = `
  CREATE TABLE decision_group (
    -- No foreign key: attaching a month would have to lock the chains, and verification finds a group without its chain.
    chain uuid NOT NULL,
    seq bigint NOT NULL CONSTRAINT decision_group_seq CHECK (seq > 0),
    written_at timestamptz NOT NULL,
    first_id uuid NOT NULL,
    last_id uuid NOT NULL,
    count integer NOT NULL CONSTRAINT decision_group_count CHECK (count > 0),
    institution_ids uuid[] NOT NULL,
    rulebook_hashes text[] NOT NULL,
    least_revision bigint NOT NULL,
    most_revision bigint NOT NULL,
    -- How many of each: {"ALLOW": 12, "DENY": 3}.
    outcomes jsonb NOT NULL,
    -- Whether the content was deflated before it was encrypted.
    is_deflated boolean NOT NULL,
    content_enc bytea NOT NULL,
    -- Keyed digest of the plain content: the chain survives a change of ciphertext, and shows nothing.
    content_digest bytea NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT decision_group_pk PRIMARY KEY (chain, seq, written_at),
    CONSTRAINT decision_group_revisions CHECK (least_revision <= most_revision),
    -- The decisions of a group were made within the same 65.5 s (2^16 ms): so an id tells where its group stands.
    CONSTRAINT decision_group_ids CHECK (first_id <= last_id AND left(first_id::text, 8) = left(last_id::text, 8))
  ) PARTITION BY RANGE (written_at);
  -- Ciphertext does not compress.
  ALTER TABLE decision_group ALTER content_enc SET STORAGE EXTERNAL;
  CREATE INDEX decision_group_id_index ON decision_group (last_id, first_id);
  CREATE INDEX decision_group_institution_index ON decision_group USING gin (institution_ids);

  -- Key rotation rewrites the ciphertext; the keyed digest and the chain over it stay as they were.
  CREATE FUNCTION guard_decision_group() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' OR
        (NEW.chain, NEW.seq, NEW.written_at, NEW.first_id, NEW.last_id, NEW.count, NEW.institution_ids, NEW.rulebook_hashes,
          NEW.least_revision, NEW.most_revision, NEW.outcomes, NEW.is_deflated, NEW.content_digest, NEW.previous_hash, NEW.hash)
        IS DISTINCT FROM
        (OLD.chain, OLD.seq, OLD.written_at, OLD.first_id, OLD.last_id, OLD.count, OLD.institution_ids, OLD.rulebook_hashes,
          OLD.least_revision, OLD.most_revision, OLD.outcomes, OLD.is_deflated, OLD.content_digest, OLD.previous_hash, OLD.hash) THEN
      RAISE EXCEPTION 'decision_group is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER decision_group_append_only BEFORE UPDATE OR DELETE ON decision_group
    FOR EACH ROW EXECUTE FUNCTION guard_decision_group();
  CREATE TRIGGER decision_group_no_truncate BEFORE TRUNCATE ON decision_group
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const PARTITIONS = `
  -- The partition of the month (Asia/Shanghai) of this moment, made where it is missing. Attached and not created in place:
  -- that locks nobody out who reads or writes the other months.
  CREATE FUNCTION make_decision_partition(moment timestamptz) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE
    month timestamp := date_trunc('month', moment AT TIME ZONE 'Asia/Shanghai');
    partition text := 'decision_group_' || to_char(month, 'YYYY_MM');
  BEGIN
    PERFORM pg_advisory_xact_lock(x'44455041'::integer);
    IF to_regclass(partition) IS NOT NULL THEN
      RETURN partition;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE decision_group INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', partition);
    EXECUTE format('ALTER TABLE decision_group ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition,
      month AT TIME ZONE 'Asia/Shanghai', (month + interval '1 month') AT TIME ZONE 'Asia/Shanghai');
    EXECUTE format('CREATE TRIGGER decision_group_no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
      partition);
    RETURN partition;
  END $$;
`;

const ANCHORS = `
  CREATE TABLE decision_anchor (
    number bigint CONSTRAINT decision_anchor_pk PRIMARY KEY,
    at timestamptz NOT NULL,
    -- Heads of the chains that moved since the anchor before, and up to where retention took groups away:
    -- {"chains": [{"chain", "seq", "hash"}], "cuts": [{"chain", "seq", "hash"}]}.
    content jsonb NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    -- Ed25519 over the hash.
    signature bytea NOT NULL,
    key_id text NOT NULL,
    CONSTRAINT decision_anchor_number CHECK (number > 0)
  );
  CREATE TRIGGER decision_anchor_append_only BEFORE UPDATE OR DELETE ON decision_anchor
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER decision_anchor_no_truncate BEFORE TRUNCATE ON decision_anchor
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
