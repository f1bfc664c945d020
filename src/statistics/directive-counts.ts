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

/** Of one key of one dimension. */
type KeyedDirectiveCounts = { by: Dimension | 'total'; key: string } & DirectiveCounts;

/**
 * By several dimensions in one pass. Those that rest on no sanction belong to no region, organ, regime, ground or category.
 *
 * @returns keys of which nothing is counted are absent
 */
export async function directiveCounts(
  manager: EntityManager,
  dimensions: readonly (Dimension | 'total')[],
  scope: Scope,
): Promise<KeyedDirectiveCounts[]> {
  const isAll = scope.regime === null && scope.region === '';
  const keys = dimensions.map((by) => READINGS[by].directiveKey);
  // Nothing is joined that nobody asks about: a join of a million rows takes a second.
  const isSanctionRead = !isAll || keys.some((key) => key.includes('sanction.'));
  const rows: (Omit<KeyedDirectiveCounts, 'by'> & { place: number })[] = await manager.query(
    `${ASKED}, issued AS (
      SELECT ${keys.map((key, place) => `(${key}) COLLATE "C" AS key_${place}`).join(', ')},
        directive.card_id IS NOT NULL AND (successor.id IS NULL OR said.directive_id IS NOT NULL) AS is_on_card,
        directive.releases IS NOT NULL AS is_release, coalesce(said.result = 'executed', false) AS is_executed,
        directive.ended_at IS NULL AND directive.due_at < asked.now AND said.directive_id IS NULL AS is_overdue,
        CASE WHEN said.result = 'executed' THEN greatest(0, extract(epoch FROM
          coalesce(said.executed_at, said.received_at) - directive.issued_at)) / 3600 END AS hours
      FROM asked CROSS JOIN directive
      ${isSanctionRead ? 'LEFT JOIN sanction ON sanction.id = directive.sanction_id' : ''}
      LEFT JOIN institution ON institution.id = directive.institution_id
      LEFT JOIN directive AS successor ON successor.supersedes = directive.id AND successor.supersedes IS NOT NULL
      LEFT JOIN ${LAST_RECEIPTS} ON said.directive_id = directive.id AND said.institution_id = directive.institution_id
      WHERE directive.issued_at >= ${beginningOf('asked.first_day')} AND directive.issued_at < ${beginningOf('asked.last_day + 1')}
        AND ${isAll ? 'asked.regime IS NULL' : IN_SCOPE}
    )
    SELECT ${placeOf(keys)} AS place, coalesce(${keys.map((_, place) => `key_${place}`).join(', ')}) AS key, count(*)::integer AS issued,
      count(*) FILTER (WHERE is_on_card AND NOT is_release)::integer AS "onCards",
      count(*) FILTER (WHERE is_on_card AND NOT is_release AND is_executed)::integer AS executed,
      count(*) FILTER (WHERE is_on_card AND is_overdue)::integer AS overdue,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FILTER (WHERE is_on_card AND NOT is_release) AS "medianHoursToEnforce",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FILTER (WHERE is_on_card AND is_release) AS "medianHoursToRelease"
    FROM issued GROUP BY GROUPING SETS (${keys.map((_, place) => `(key_${place})`).join(', ')})`,
    parametersOf(scope),
  );
  return rows.flatMap(({ place, ...counts }) => {
    const by = dimensions[place];
    return by === undefined || counts.key === null ? [] : [{ by, ...counts }];
  });
}

/** Which key a row is grouped by, in SQL. */
function placeOf(keys: readonly string[]): string {
  return `CASE ${keys.map((_, place) => `WHEN grouping(key_${place}) = 0 THEN ${place}`).join(' ')} END`;
}

/** The last receipt of an institution tells whether it has executed: what comes after that is refused. Nobody answers before the issue. */
const LAST_RECEIPTS = `(
    SELECT receipt.* FROM receipt LEFT JOIN receipt AS later ON later.number > 1 AND later.number = receipt.number + 1
      AND later.directive_id = receipt.directive_id AND later.institution_id = receipt.institution_id
    WHERE later.number IS NULL) AS said`;
