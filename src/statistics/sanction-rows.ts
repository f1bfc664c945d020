import { IN_SCOPE, READINGS, type Dimension } from './dimensions.js';

/** Where sanctions are read from, in SQL: common table expressions behind `asked`, and what follows FROM. */
interface SanctionRows {
  expressions: string;
  /** Gives `asked`, `sanction` with its `weight`, and its current `version`. */
  from: string;
}

const EACH: SanctionRows = {
  expressions: `scoped AS (
    SELECT sanction.*, 1 AS weight FROM asked CROSS JOIN sanction WHERE ${IN_SCOPE}
  )`,
  from: `asked CROSS JOIN scoped AS sanction
    JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL`,
};

/**
 * A million sanctions are of some thousand classes that are the same in all their days. What a sanction counts for many times,
 * its class counts for once, with its weight.
 */
const CLASSES: SanctionRows = {
  expressions: `scoped AS MATERIALIZED (
    SELECT sanction.subject_id, sanction.starts_on, sanction.revision_from, version.pattern_id, version.valid, version.standing,
      version.lifted_at, version.revision_from AS known_from
    FROM asked CROSS JOIN sanction
    JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
    WHERE ${IN_SCOPE}
  ), class AS MATERIALIZED (
    SELECT starts_on, revision_from, pattern_id, valid, standing, lifted_at, known_from, count(*) AS weight,
      row_number() OVER () AS id
    FROM scoped GROUP BY starts_on, revision_from, pattern_id, valid, standing, lifted_at, known_from
  )`,
  from: `asked CROSS JOIN class AS sanction
    JOIN (SELECT id, pattern_id, valid, standing, lifted_at, known_from AS revision_from FROM class) AS version USING (id)`,
};

export function sanctionRows(by: Dimension | 'total'): SanctionRows {
  return READINGS[by].isByDays ? CLASSES : EACH;
}

/** Distinct subjects by key, of a relation `counted` with the rows of {@link sanctionRows} and whether each `holds`. */
export function distinctSubjects(by: Dimension | 'total'): string {
  if (!READINGS[by].isByDays)
    return `SELECT key, count(DISTINCT subject_id) AS subjects FROM counted WHERE holds GROUP BY key`;
  // Subjects whose sanctions are of the same classes are counted together.
  return `
    SELECT key, sum(subjects) AS subjects FROM (
      SELECT DISTINCT profile.id, counted.key, profile.subjects
      FROM (
        SELECT classes, count(*) AS subjects, row_number() OVER () AS id FROM (
          SELECT array_agg(class.id ORDER BY class.id) AS classes
          FROM scoped JOIN class ON (scoped.starts_on, scoped.revision_from, scoped.pattern_id, scoped.valid, scoped.standing,
              scoped.known_from) = (class.starts_on, class.revision_from, class.pattern_id, class.valid, class.standing,
              class.known_from) AND scoped.lifted_at IS NOT DISTINCT FROM class.lifted_at
          WHERE class.id IN (SELECT id FROM counted WHERE holds)
          GROUP BY scoped.subject_id
        ) AS each GROUP BY classes
      ) AS profile CROSS JOIN LATERAL unnest(profile.classes) AS of_profile (id)
      JOIN counted ON counted.id = of_profile.id AND counted.holds
    ) AS each GROUP BY key`;
}
