import { medianOf } from '../../platform/median.js';
import { PARTY_OF } from '../directives/addressee.js';

/** To the hundredth of an hour. */
const medianHours = (hours: string): string => `round((${medianOf(hours)})::numeric, 2)::float8`;

/**
 * A page of institutions with what they did: what became of each directive is kept, see `DirectiveOutcome`.
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
  ), told AS (
    SELECT addressee_id, is_whole, is_release, state, due_at, answered_at,
      CASE WHEN state = 'executed' THEN greatest(0, date_part('epoch', answered_at - issued_at)) / 3600 END AS hours
    FROM directive_outcome
    WHERE issued_at >= $5 AND issued_at < $6 AND addressee_id IN (SELECT id FROM chosen)
  ), scores AS (
    SELECT addressee_id, count(*) FILTER (WHERE is_whole) AS issued,
      count(*) FILTER (WHERE is_whole AND state = 'executed') AS executed,
      count(*) FILTER (WHERE is_whole AND state = 'refused') AS refused,
      count(*) FILTER (WHERE is_whole AND state = 'not_found') AS not_found,
      count(*) FILTER (WHERE is_whole AND state IN ('withdrawn', 'replaced')) AS withdrawn,
      count(*) FILTER (WHERE is_whole AND state = 'pending') AS pending,
      count(*) FILTER (WHERE is_whole AND state = 'pending' AND due_at < $7) AS overdue,
      count(*) FILTER (WHERE is_whole AND answered_at <= due_at) AS in_time,
      count(*) FILTER (WHERE is_whole AND due_at IS NOT NULL
        AND (answered_at IS NOT NULL OR (state = 'pending' AND due_at < $7))) AS came_due,
      array_agg(hours) FILTER (WHERE is_whole AND NOT is_release AND hours IS NOT NULL) AS to_execute,
      array_agg(hours) FILTER (WHERE is_whole AND is_release AND hours IS NOT NULL) AS to_release,
      count(*) FILTER (WHERE NOT is_whole) AS acknowledged
    FROM told GROUP BY addressee_id
  ), general AS (
    SELECT party, count(*) AS issued FROM directive
    WHERE institution_id IS NULL AND issued_at >= $5 AND issued_at < $6 GROUP BY party
  )
  SELECT chosen.id AS "institutionId", code, name, kind, region, coalesce(scores.issued, 0) AS issued,
    coalesce(executed, 0) AS executed, coalesce(refused, 0) AS refused, coalesce(not_found, 0) AS "notFound",
    coalesce(withdrawn, 0) AS withdrawn, coalesce(pending, 0) AS pending, coalesce(overdue, 0) AS overdue,
    round(in_time::numeric / nullif(came_due, 0), 4)::float8 AS "shareInTime",
    ${medianHours('to_execute')} AS "medianHoursToExecute",
    ${medianHours('to_release')} AS "medianHoursToRelease",
    coalesce(general.issued, 0) AS "generalIssued", coalesce(acknowledged, 0) AS "generalAcknowledged"
  FROM chosen LEFT JOIN scores ON scores.addressee_id = chosen.id LEFT JOIN general ON general.party = chosen.party
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
