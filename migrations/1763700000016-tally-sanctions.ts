import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many sanctions there are of each kind: whoever counts a million of them reads some thousand rows. Kept by the very statements
 * that write versions, in the turn of the books, so that it is never older or newer than they are. And what finds the
 * directives of a period, the few that have a successor, and the few receipts that are not the first, without reading all others.
 */
export class TallySanctions1763700000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TALLY);
    await runner.query(TRIGGERS);
    await runner.query('SELECT recount_sanctions()');
    await runner.query(`
      CREATE INDEX directive_issued_index ON directive (issued_at);
      CREATE INDEX directive_successor_index ON directive (supersedes) WHERE supersedes IS NOT NULL;
      CREATE INDEX receipt_repeated_index ON receipt (directive_id, institution_id, number) WHERE number > 1;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX receipt_repeated_index, directive_successor_index, directive_issued_index;
      DROP TRIGGER sanction_version_tally_opened ON sanction_version;
      DROP TRIGGER sanction_version_tally_changed ON sanction_version;
      DROP FUNCTION tally_sanctions, recount_sanctions;
      DROP TABLE sanction_tally;
    `);
  }
}

const KIND = `organ_code, organ_level, regime, category, ground, starts_on, revision_from, pattern_id, valid, standing, lifted_at, known_from`;

const kindsOf = (versions: string): string => `
  SELECT sanction.organ_code, sanction.organ_level, sanction.regime, sanction.category, sanction.ground, sanction.starts_on,
    sanction.revision_from, version.pattern_id, version.valid, version.standing,
    coalesce(version.lifted_at, 'infinity') AS lifted_at, version.revision_from AS known_from, 1 AS weight
  FROM ${versions} AS version JOIN sanction ON sanction.id = version.sanction_id
  WHERE version.revision_to IS NULL`;

const TALLY = `
  CREATE TABLE sanction_tally (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT sanction_tally_pk PRIMARY KEY,
    organ_code text NOT NULL,
    organ_level text NOT NULL,
    regime text NOT NULL,
    category text NOT NULL,
    ground text NOT NULL,
    starts_on date NOT NULL,
    revision_from bigint NOT NULL,
    -- Of the current version; infinity: neither lifted nor suspended.
    pattern_id integer NOT NULL,
    valid daterange NOT NULL,
    standing text NOT NULL,
    lifted_at timestamptz NOT NULL,
    known_from bigint NOT NULL,
    -- How many sanctions are of this kind; none may be left.
    weight integer NOT NULL,
    CONSTRAINT sanction_tally_kind_unique UNIQUE (${KIND})
  );

  -- After rows were written by other means than a version.
  CREATE FUNCTION recount_sanctions() RETURNS void LANGUAGE sql AS $$
    DELETE FROM sanction_tally;
    INSERT INTO sanction_tally (${KIND}, weight)
    SELECT ${KIND}, sum(weight) FROM (${kindsOf('sanction_version')}) AS kind GROUP BY ${KIND};
  $$;
`;

const TRIGGERS = `
  CREATE FUNCTION tally_sanctions() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO sanction_tally (${KIND}, weight)
      SELECT ${KIND}, sum(weight) FROM (${kindsOf('opened')}) AS kind GROUP BY ${KIND}
    ON CONFLICT ON CONSTRAINT sanction_tally_kind_unique DO UPDATE SET weight = sanction_tally.weight + excluded.weight;
    IF TG_OP = 'UPDATE' THEN
      INSERT INTO sanction_tally (${KIND}, weight)
        SELECT ${KIND}, -sum(weight) FROM (${kindsOf('closed')}) AS kind GROUP BY ${KIND}
      ON CONFLICT ON CONSTRAINT sanction_tally_kind_unique DO UPDATE SET weight = sanction_tally.weight + excluded.weight;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER sanction_version_tally_opened AFTER INSERT ON sanction_version
    REFERENCING NEW TABLE AS opened FOR EACH STATEMENT EXECUTE FUNCTION tally_sanctions();
  CREATE TRIGGER sanction_version_tally_changed AFTER UPDATE ON sanction_version
    REFERENCING OLD TABLE AS closed NEW TABLE AS opened FOR EACH STATEMENT EXECUTE FUNCTION tally_sanctions();
`;
