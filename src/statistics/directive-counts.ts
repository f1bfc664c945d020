import type { EntityManager } from 'typeorm';
import { ASKED, beginningOf, IN_SCOPE, parametersOf, READINGS, type Dimension, type Scope } from './dimensions.js';

/** Directives issued in a period, and what became of those on single cards. */
export interface DirectiveCounts {
  /** All, restoring ones too. */
  issued: number;
  /** On single cards, imposing something; without those that another one took the place of before anybody answered. */
  onCards: number;
  /** Of these, those whose institution said so. */
  executed: number;
  /** On single cards, imposing or restoring, open, unanswered, and past their clock now. */
  overdue: number;
  /** Hours from issue to execution, half of them fewer; null if none was executed. */
  medianHoursToEnforce: number | null;
  /** The same of restoring ones. */
  medianHoursToRelease: number | null;
}

/** Those that rest on no sanction belong to no region, organ, regime, ground or category. @returns keys of which nothing is counted are absent */
export function directiveCounts(
  manager: EntityManager,
  by: Dimension | 'total',
  scope: Scope,
): Promise<({ key: string } & DirectiveCounts)[]> {
  const isAll = scope.regime === null && scope.region === '';
  return manager.query(
    `${ASKED}, answered AS (
      SELECT directive_id, institution_id,
        min(coalesce(executed_at, received_at)) FILTER (WHERE result = 'executed') AS executed_at
      FROM receipt GROUP BY directive_id, institution_id
    ), issued AS (
      SELECT ${READINGS[by].directiveKey} AS key, 
        directive.card_id IS NOT NULL AND (successor.id IS NULL OR answered.directive_id IS NOT NULL) AS is_on_card,
        directive.releases IS NOT NULL AS is_release, answered.executed_at IS NOT NULL AS is_executed,
        directive.ended_at IS NULL AND directive.due_at < asked.now AND answered.directive_id IS NULL AS is_overdue,
        CASE WHEN answered.executed_at IS NOT NULL
          THEN greatest(0, extract(epoch FROM answered.executed_at - directive.issued_at)) / 3600 END AS hours
      FROM asked CROSS JOIN directive
      LEFT JOIN sanction ON sanction.id = directive.sanction_id
      LEFT JOIN institution ON institution.id = directive.institution_id
      LEFT JOIN directive AS successor ON successor.supersedes = directive.id
      LEFT JOIN answered ON answered.directive_id = directive.id AND answered.institution_id = directive.institution_id
      WHERE directive.issued_at >= ${beginningOf('asked.first_day')} AND directive.issued_at < ${beginningOf('asked.last_day + 1')}
        AND ${isAll ? 'asked.regime IS NULL' : IN_SCOPE}
    )
    SELECT key, count(*)::integer AS issued,
      count(*) FILTER (WHERE is_on_card AND NOT is_release)::integer AS "onCards",
      count(*) FILTER (WHERE is_on_card AND NOT is_release AND is_executed)::integer AS executed,
      count(*) FILTER (WHERE is_on_card AND is_overdue)::integer AS overdue,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FILTER (WHERE is_on_card AND NOT is_release) AS "medianHoursToEnforce",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FILTER (WHERE is_on_card AND is_release) AS "medianHoursToRelease"
    FROM issued WHERE key IS NOT NULL GROUP BY key`,
    parametersOf(scope),
  );
}
