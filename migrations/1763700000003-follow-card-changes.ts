import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every change of a card or of the card blacklist can be found by its revision: that is how the nodes keep up. */
export class FollowCardChanges1763700000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The revision of the last change; 0 of cards that were reported before there was this column.
      ALTER TABLE card ADD COLUMN revision bigint NOT NULL DEFAULT 0;
      CREATE INDEX card_revision_index ON card (revision);
      CREATE INDEX card_listing_revision_index ON card_listing (revision_from);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX card_listing_revision_index;
      ALTER TABLE card DROP COLUMN revision;
    `);
  }
}
