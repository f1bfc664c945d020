import { PARTY_OF } from '../directives/addressee.js';

/**
 * A page of institutions with what they did. Every table is read once, by institution; the last receipt of each directive counts.
 *
 * $1 after this institution, $2 how many, $3 pattern of the region, $4 kind, $5 and $6 from and before which instant the
 * directives were issued, $7 now. $1 and $4 may be null.
 */
export const SELECT_SCORES = `
  WITH chosen AS (
    SELECT institution.id, code, name, institution.kind, region, party
    FROM institution JOIN ${PARTY_OF} ON party_of.kind = institution.kind
    WHERE ($1::uuid IS NULL OR id > $1) AND region LIKE $3 AND ($4::text IS NULL OR institution.kind = $4)
    ORDER BY id LIMIT $2
  ), issued AS NOT MATERIALIZED (
    SELECT * FROM directive
    WHERE issued_at >= $5 AND issued_at < $6
  ), last AS (
    SELECT directive_id, institution_id, result,
      CASE WHEN result = 'executed' THEN coalesce(executed_at, received_at) ELSE received_at END AS at
    FROM receipt
    -- Nobody answers what is yet to be issued.
    WHERE institution_id IN (SELECT id FROM chosen) AND received_at >= $5
      AND NOT EXISTS (
        SELECT 1 FROM receipt AS later
        WHERE later.directive_id = receipt.directive_id AND later.institution_id = receipt.institution_id
          AND later.number = receipt.number + 1 AND later.number > 1)
  ), named AS (
    SELECT issued.institution_id, action, result, issued_at, due_at, ended_at, at,
      greatest(0, extract(epoch FROM at - issued_at) / 3600)::float8 AS hours
    FROM issued LEFT JOIN last ON last.directive_id = issued.id AND last.institution_id = issued.institution_id
    WHERE issued.institution_id IN (SELECT id FROM chosen)
  ), scores AS (
    SELECT institution_id, count(*) AS issued,
      count(*) FILTER (WHERE result = 'executed') AS executed,
      count(*) FILTER (WHERE result = 'refused') AS refused,
      count(*) FILTER (WHERE result = 'not_found') AS not_found,
      count(*) FILTER (WHERE result IS NULL AND ended_at IS NOT NULL) AS withdrawn,
      count(*) FILTER (WHERE result IS NULL AND ended_at IS NULL) AS pending,
      count(*) FILTER (WHERE result IS NULL AND ended_at IS NULL AND due_at < $7) AS overdue,
      count(*) FILTER (WHERE at <= due_at) AS in_time,
      count(*) FILTER (WHERE due_at IS NOT NULL AND (result IS NOT NULL OR (ended_at IS NULL AND due_at < $7))) AS came_due,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FILTER (WHERE result = 'executed' AND action <> 'restore') AS to_execute,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FILTER (WHERE result = 'executed' AND action = 'restore') AS to_release
    FROM named GROUP BY institution_id
  ), general AS (
    SELECT party, count(*) AS issued FROM issued WHERE institution_id IS NULL GROUP BY party
  ), acknowledged AS (
    -- The first receipt tells that there is one.
    SELECT receipt.institution_id, count(*) AS count
    FROM issued JOIN receipt ON receipt.directive_id = issued.id AND receipt.number = 1
    WHERE issued.institution_id IS NULL AND receipt.institution_id IN (SELECT id FROM chosen)
    GROUP BY receipt.institution_id
  )
  SELECT chosen.id AS "institutionId", code, name, kind, region, coalesce(scores.issued, 0) AS issued,
    coalesce(executed, 0) AS executed, coalesce(refused, 0) AS refused, coalesce(not_found, 0) AS "notFound",
    coalesce(withdrawn, 0) AS withdrawn, coalesce(pending, 0) AS pending, coalesce(overdue, 0) AS overdue,
    round(in_time::numeric / nullif(came_due, 0), 4)::float8 AS "shareInTime",
    round(to_execute::numeric, 2)::float8 AS "medianHoursToExecute",
    round(to_release::numeric, 2)::float8 AS "medianHoursToRelease",
    coalesce(general.issued, 0) AS "generalIssued", coalesce(acknowledged.count, 0) AS "generalAcknowledged"
  FROM chosen LEFT JOIN scores ON scores.institution_id = chosen.id LEFT JOIN general ON general.party = chosen.party
    LEFT JOIN acknowledged ON acknowledged.institution_id = chosen.id
  ORDER BY chosen.id`;

/** $1 after this number, $2 how many, $3 institution or null, $4 whether open, or null for all. */
export const SELECT_ESCALATIONS = `
  SELECT escalation.seq, directive.id AS "directiveId", directive.action, directive.measure,
    institution.id AS "institutionId", institution.code AS institution, institution.name AS "institutionName",
    overdue_since AS "overdueSince", escalated_at AS "escalatedAt", organ_name AS organ, closing.at AS "closedAt"
  FROM directive_escalation AS escalation
    JOIN directive ON directive.id = escalation.directive_id
    JOIN institution ON institution.id = escalation.institution_id
    CROSS JOIN LATERAL (
      SELECT least(directive.ended_at, (SELECT min(received_at) FROM receipt
        WHERE directive_id = escalation.directive_id AND institution_id = escalation.institution_id)) AS at
    ) AS closing
  WHERE escalation.seq > $1 AND ($3::uuid IS NULL OR escalation.institution_id = $3)
    AND ($4::boolean IS NULL OR $4 = (closing.at IS NULL))
  ORDER BY escalation.seq LIMIT $2`;
