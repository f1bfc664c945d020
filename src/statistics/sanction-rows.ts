import { IN_SCOPE } from '../sanctions/sanction-keys.js';
import { READINGS, type Dimension } from './dimensions.js';

/** Where sanctions are read from, in SQL: common table expressions behind `asked`, and what follows FROM. */
interface SanctionRows {
  expressions: string;
  /** Gives `asked`, `sanction` with its `weight`, and its current `version`. */
  from: string;
}

/** Every sanction: whoever counts them where their subjects hold cards has to look at each. */
const EACH: SanctionRows = {
  expressions: `scoped AS (SELECT sanction.*, 1 AS weight FROM asked CROSS JOIN sanction WHERE ${IN_SCOPE})`,
  from: `asked CROSS JOIN scoped AS sanction
    JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL`,
};

/** A million sanctions are of some thousand kinds, and how many there are of each is kept. */
const KINDS: SanctionRows = {
  expressions: `kind AS MATERIALIZED (
    SELECT sanction.* FROM asked CROSS JOIN sanction_tally AS sanction WHERE sanction.weight > 0 AND ${IN_SCOPE}
  )`,
  from: `asked CROSS JOIN kind AS sanction
    JOIN (SELECT id, pattern_id, valid, standing, nullif(lifted_at, 'infinity') AS lifted_at, known_from AS revision_from
      FROM kind) AS version ON version.id = sanction.id`,
};

export function sanctionRows(by: Dimension | 'total'): SanctionRows {
  return by === 'institution' ? EACH : KINDS;
}

/**
 * How many subjects there are fewer than sanctions, by key, in SQL: whoever is under one sanction only is a subject of his own, and those
 * who are under several are looked at one by one; the planner does not know how few they are, and would join everybody.
 *
 * @param holds whether a sanction counts
 */
export function repeatedSubjects(by: Dimension | 'total', holds: string): string {
  const { sanctionJoin, sanctionKey } = READINGS[by];
  return `
    SELECT key, sum(sanctions - 1) AS surplus FROM (
      SELECT ${sanctionKey} AS key, sanction.subject_id, count(*) AS sanctions
      FROM (SELECT subject_id FROM sanction GROUP BY subject_id HAVING count(*) > 1) AS repeated
      CROSS JOIN LATERAL (SELECT * FROM sanction WHERE sanction.subject_id = repeated.subject_id OFFSET 0) AS sanction
      CROSS JOIN LATERAL (
        SELECT * FROM sanction_version WHERE sanction_id = sanction.id AND revision_to IS NULL OFFSET 0) AS version
      CROSS JOIN asked ${sanctionJoin}
      WHERE ${IN_SCOPE} AND ${holds}
      GROUP BY 1, 2
    ) AS each GROUP BY key`;
}
