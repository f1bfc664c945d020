import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A card that was listed wrongly is cleared by a row of another approved list. The listing stays, as known from
 * `revision_from` until before `revision_to`.
 */
export class ClearCardListings1763700000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE card_listing
        ADD COLUMN revision_to bigint CONSTRAINT card_listing_revision_to REFERENCES revision,
        ADD COLUMN cleared_list_id uuid,
        ADD COLUMN cleared_row integer,
        ADD CONSTRAINT card_listing_clearing FOREIGN KEY (cleared_list_id, cleared_row) REFERENCES list_entry,
        ADD CONSTRAINT card_listing_revisions CHECK (revision_from < revision_to),
        ADD CONSTRAINT card_listing_cleared_by_row
          CHECK ((revision_to IS NULL) = (cleared_list_id IS NULL) AND (revision_to IS NULL) = (cleared_row IS NULL));
      CREATE INDEX card_listing_revision_to_index ON card_listing (revision_to);
      CREATE INDEX card_listing_case_no_index ON card_listing (case_no);

      -- Key rotation rewrites the ciphertext; besides that a listing changes once, when it is cleared.
      CREATE FUNCTION guard_card_listing() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR OLD.revision_to IS NOT NULL AND
            (NEW.revision_to, NEW.cleared_list_id, NEW.cleared_row) IS DISTINCT FROM (OLD.revision_to, OLD.cleared_list_id, OLD.cleared_row)
            OR (NEW.id, NEW.list_id, NEW.row, NEW.kind, NEW.number_hash, NEW.status, NEW.case_no, NEW.since_on, NEW.revision_from)
            IS DISTINCT FROM (OLD.id, OLD.list_id, OLD.row, OLD.kind, OLD.number_hash, OLD.status, OLD.case_no, OLD.since_on, OLD.revision_from) THEN
          RAISE EXCEPTION 'card_listing is append-only' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER card_listing_append_only BEFORE UPDATE OR DELETE ON card_listing
        FOR EACH ROW EXECUTE FUNCTION guard_card_listing();
      CREATE TRIGGER card_listing_no_truncate BEFORE TRUNCATE ON card_listing FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Four eyes for the way out as for the way in: the approval and what it clears share one transaction.
      CREATE FUNCTION guard_card_clearing() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM sanction_list
            WHERE id = NEW.cleared_list_id AND state = 'approved' AND purpose = 'card_blacklist') THEN
          RAISE EXCEPTION 'a card is cleared by an approved list'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'card_listing_cleared_by_approved_list';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER card_listing_clearing_guard AFTER UPDATE OF revision_to ON card_listing DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.revision_to IS NOT NULL) EXECUTE FUNCTION guard_card_clearing();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER card_listing_clearing_guard ON card_listing;
      DROP TRIGGER card_listing_no_truncate ON card_listing;
      DROP TRIGGER card_listing_append_only ON card_listing;
      DROP FUNCTION guard_card_clearing, guard_card_listing;
      DROP INDEX card_listing_case_no_index, card_listing_revision_to_index;
      ALTER TABLE card_listing
        DROP CONSTRAINT card_listing_cleared_by_row,
        DROP CONSTRAINT card_listing_revisions,
        DROP COLUMN cleared_row,
        DROP COLUMN cleared_list_id,
        DROP COLUMN revision_to;
    `);
  }
}
