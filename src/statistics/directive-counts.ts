import type { EntityManager } from 'typeorm';
import { IN_SCOPE } from '../sanctions/sanction-keys.js';
import { ASKED, beginningOf, parametersOf, READINGS, type Dimension, type Scope } from './dimensions.js';

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
  const rows: (Omit<KeyedDirectiveCounts, 'by'> & { place: number })[] = await manager.query(
    `${ASKED}, issued AS (
      SELECT ${keys.map((key, place) => `(${key}) COLLATE "C" AS key_${place}`).join(', ')},
        directive.is_on_card AND directive.state <> 'replaced' AS is_on_card, directive.is_release, directive.state = 'executed' AS is_executed,
        directive.state = 'pending' AND directive.due_at < asked.now AS is_overdue,
        CASE WHEN directive.state = 'executed' THEN greatest(0, date_part('epoch', directive.answered_at - directive.issued_at)) / 3600 END AS hours
      FROM asked CROSS JOIN directive_outcome AS directive
      CROSS JOIN LATERAL (
        SELECT directive.organ_code, directive.organ_level, directive.regime, directive.category, directive.ground
      ) AS sanction
      LEFT JOIN institution ON institution.id = directive.addressee_id
      WHERE directive.is_whole
        AND directive.issued_at >= ${beginningOf('asked.first_day')} AND directive.issued_at < ${beginningOf('asked.last_day + 1')}
        AND ${isAll ? 'asked.regime IS NULL' : IN_SCOPE}
    )
    SELECT place, key, issued, "onCards", executed, overdue,
      ${medianOf('hours_to_enforce')} AS "medianHoursToEnforce", ${medianOf('hours_to_release')} AS "medianHoursToRelease"
    FROM (
      SELECT ${placeOf(keys)} AS place, coalesce(${keys.map((_, place) => `key_${place}`).join(', ')}) AS key, count(*)::integer AS issued,
        count(*) FILTER (WHERE is_on_card AND NOT is_release)::integer AS "onCards",
        count(*) FILTER (WHERE is_on_card AND NOT is_release AND is_executed)::integer AS executed,
        count(*) FILTER (WHERE is_on_card AND is_overdue)::integer AS overdue,
        array_agg(hours) FILTER (WHERE is_on_card AND NOT is_release AND is_executed) AS hours_to_enforce,
        array_agg(hours) FILTER (WHERE is_on_card AND is_release AND is_executed) AS hours_to_release
      FROM issued GROUP BY GROUPING SETS (${keys.map((_, place) => `(key_${place})`).join(', ')})
    ) AS counted`,
    parametersOf(scope),
  );
  return rows.flatMap(({ place, ...counts }) => {
    const by = dimensions[place];
    return by === undefined || counts.key === null ? [] : [{ by, ...counts }];
  });
}

/** Of an array, in SQL. An aggregate of its own would have all rows sorted by every key first, which takes longer than the rest. */
function medianOf(hours: string): string {
  return `(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY hour) FROM unnest(${hours}) AS hour)`;
}

/** Which key a row is grouped by, in SQL. */
function placeOf(keys: readonly string[]): string {
  return `CASE ${keys.map((_, place) => `WHEN grouping(key_${place}) = 0 THEN ${place}`).join(' ')} END`;
}
