import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A row from before what is written was always kept can be refused in a draft: then it says what was understood of it. */
export class ExcludeFormerEntries1763700000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE list_entry
        DROP CONSTRAINT list_entry_rejected_keeps_raw,
        ADD CONSTRAINT list_entry_says_something CHECK (raw_enc IS NOT NULL OR content_enc IS NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE list_entry
        DROP CONSTRAINT list_entry_says_something,
        ADD CONSTRAINT list_entry_rejected_keeps_raw CHECK (verdict = 'accepted' OR raw_enc IS NOT NULL)`);
  }
}
