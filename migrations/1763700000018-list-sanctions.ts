import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the register of sanctions and the file of a card look up. */
export class ListSanctions1763700000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX sanction_organ_index ON sanction (organ_code text_pattern_ops);
      CREATE INDEX sanction_regime_index ON sanction (regime, category);
      CREATE INDEX sanction_revision_index ON sanction (revision_from);
      CREATE INDEX sanction_version_standing_index ON sanction_version (standing)
        WHERE revision_to IS NULL AND standing <> 'standing';
      CREATE INDEX retained_sim_card_index ON retained_sim (card_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX retained_sim_card_index, sanction_version_standing_index, sanction_revision_index, sanction_regime_index,
        sanction_organ_index;
    `);
  }
}
