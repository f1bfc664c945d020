import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What became of each directive, on a narrow row of its own: whoever counts a million directives reads that one table, and whoever
 * looks for the refused ones finds them in the order of issue. Kept by the very statements that issue, end and answer directives,
 * so that it is never older or newer than they are.
 */
export class KeepOutcomes1763700000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(OUTCOMES);
    await runner.query(TRIGGERS);
    await runner.query('SELECT recount_directive_outcomes()');
    await runner.query(`
      CREATE INDEX directive_outcome_addressee_index ON directive_outcome (addressee_id, is_whole, state, seq);
      CREATE INDEX directive_outcome_state_index ON directive_outcome (is_whole, state, seq);
      CREATE INDEX directive_outcome_issued_index ON directive_outcome (issued_at);
      DROP INDEX directive_issued_index, directive_successor_index;
      CREATE INDEX directive_issued_index ON directive (issued_at, seq);
      CREATE INDEX directive_open_restore_index ON directive (obligation) WHERE ended_at IS NULL AND releases IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX directive_open_restore_index, directive_issued_index;
      CREATE INDEX directive_issued_index ON directive (issued_at);
      CREATE INDEX directive_successor_index ON directive (supersedes) WHERE supersedes IS NOT NULL;
      DROP TRIGGER receipt_outcome_answered ON receipt;
      DROP TRIGGER directive_outcome_ended ON directive;
      DROP TRIGGER directive_outcome_issued ON directive;
      DROP FUNCTION keep_issued_outcomes, keep_ended_outcomes, keep_answered_outcomes, recount_directive_outcomes;
      DROP TABLE directive_outcome;
    `);
  }
}

/** The addressee of a directive that names no institution. */
const EVERYBODY = `'00000000-0000-0000-0000-000000000000'::uuid`;

const OF_DIRECTIVE = `seq, issued_at, month, due_at, is_on_card, is_release, measure, organ_code, organ_level, regime, category, ground`;

/** @param directives a relation of them, in SQL, as are all below */
const begin = (directives: string): string => `
  INSERT INTO directive_outcome (directive_id, addressee_id, is_whole, state, ${OF_DIRECTIVE})
  SELECT directive.id, coalesce(directive.institution_id, ${EVERYBODY}), true,
    CASE WHEN directive.ended_at IS NULL THEN 'pending' ELSE 'withdrawn' END,
    directive.seq, directive.issued_at, to_char(directive.issued_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'), directive.due_at, directive.card_id IS NOT NULL, directive.releases IS NOT NULL,
    directive.measure, sanction.organ_code, sanction.organ_level, sanction.regime, sanction.category, sanction.ground
  FROM ${directives} AS directive LEFT JOIN sanction ON sanction.id = directive.sanction_id;`;

const replace = (successors: string): string => `
  UPDATE directive_outcome SET state = 'replaced'
  WHERE directive_id IN (SELECT supersedes FROM ${successors} WHERE supersedes IS NOT NULL)
    AND is_whole AND state IN ('pending', 'withdrawn');`;

/** The last receipt of an institution counts. */
const answer = (receipts: string): string => `
  INSERT INTO directive_outcome (directive_id, addressee_id, is_whole, state, answered_at, ${OF_DIRECTIVE})
  SELECT said.directive_id, said.institution_id, whole.addressee_id = said.institution_id, said.result,
    CASE said.result WHEN 'executed' THEN coalesce(said.executed_at, said.received_at) ELSE said.received_at END, ${OF_DIRECTIVE}
  FROM (SELECT DISTINCT ON (directive_id, institution_id) * FROM ${receipts} AS receipt
    ORDER BY directive_id, institution_id, number DESC) AS said
  JOIN directive_outcome AS whole ON whole.directive_id = said.directive_id
    AND whole.addressee_id = ANY (ARRAY[said.institution_id, ${EVERYBODY}]) AND whole.is_whole
  ON CONFLICT ON CONSTRAINT directive_outcome_pk DO UPDATE SET state = excluded.state, answered_at = excluded.answered_at;

  UPDATE directive_outcome SET state = 'answered'
  WHERE directive_id IN (SELECT directive_id FROM ${receipts} AS receipt)
    AND addressee_id = ${EVERYBODY} AND state <> 'answered';`;

const OUTCOMES = `
  CREATE TABLE directive_outcome (
    directive_id uuid NOT NULL,
    -- An institution; the nil UUID: everybody together to whom a directive goes that names none.
    addressee_id uuid NOT NULL,
    -- False: what one of everybody said.
    is_whole boolean NOT NULL,
    is_on_card boolean NOT NULL,
    is_release boolean NOT NULL,
    state text NOT NULL CONSTRAINT directive_outcome_state CHECK (state IN
      ('pending', 'withdrawn', 'replaced', 'answered', 'executed', 'refused', 'not_found')),
    seq bigint NOT NULL,
    issued_at timestamptz NOT NULL,
    due_at timestamptz,
    answered_at timestamptz,
    -- Of issue, in Shanghai: it is dear to compute for a million.
    month text NOT NULL,
    measure text NOT NULL,
    organ_code text,
    organ_level text,
    regime text,
    category text,
    ground text,
    CONSTRAINT directive_outcome_pk PRIMARY KEY (directive_id, addressee_id)
  );

  -- After rows were written by other means than the statements that the triggers follow.
  CREATE FUNCTION recount_directive_outcomes() RETURNS void LANGUAGE sql AS $$
    DELETE FROM directive_outcome;
    ${begin('directive')}
    ${replace('directive')}
    ${answer('receipt')}
  $$;
`;

/**
 * Institutions answer directives while these are ended: both lock the rows they change in one order before they change any, so that
 * one waits for the other, and never both.
 */
const TRIGGERS = `
  CREATE FUNCTION keep_issued_outcomes() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    ${begin('issued')}
    ${replace('issued')}
    RETURN NULL;
  END $$;
  CREATE TRIGGER directive_outcome_issued AFTER INSERT ON directive
    REFERENCING NEW TABLE AS issued FOR EACH STATEMENT EXECUTE FUNCTION keep_issued_outcomes();

  CREATE FUNCTION keep_ended_outcomes() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE directive_outcome AS outcome SET state = 'withdrawn'
    FROM (
      SELECT outcome.directive_id, addressee_id FROM directive_outcome AS outcome
        JOIN ended ON ended.id = outcome.directive_id AND addressee_id = coalesce(ended.institution_id, ${EVERYBODY})
      WHERE outcome.state = 'pending' ORDER BY outcome.directive_id, addressee_id FOR UPDATE OF outcome
    ) AS pending
    WHERE outcome.directive_id = pending.directive_id AND outcome.addressee_id = pending.addressee_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER directive_outcome_ended AFTER UPDATE ON directive
    REFERENCING NEW TABLE AS ended FOR EACH STATEMENT EXECUTE FUNCTION keep_ended_outcomes();

  CREATE FUNCTION keep_answered_outcomes() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM FROM directive_outcome AS outcome JOIN taken ON taken.directive_id = outcome.directive_id
      AND outcome.addressee_id = ANY (ARRAY[taken.institution_id, ${EVERYBODY}])
    WHERE outcome.state <> 'answered' ORDER BY outcome.directive_id, outcome.addressee_id FOR UPDATE OF outcome;
    ${answer('taken')}
    RETURN NULL;
  END $$;
  CREATE TRIGGER receipt_outcome_answered AFTER INSERT ON receipt
    REFERENCING NEW TABLE AS taken FOR EACH STATEMENT EXECUTE FUNCTION keep_answered_outcomes();
`;
