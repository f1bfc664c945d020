import type { EntityManager } from 'typeorm';
import { IS_COUNTED, SANCTION_OF_OUTCOME } from '../enforcement/receipts/counted-directives.js';
import { medianOf } from '../platform/median.js';
import { IN_SCOPE } from '../sanctions/sanction-keys.js';
import { ASKED, beginningOf, parametersOf, READINGS, type Dimension, type Scope } from './dimensions.js';

/** Directives issued in a period, and what became of those on single cards. `GET /v1/directives` lists the same ones. */
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
        ${IS_COUNTED.on_cards('asked.now')} AS is_on_cards, ${IS_COUNTED.executed('asked.now')} AS is_executed,
        ${IS_COUNTED.restored('asked.now')} AS is_restored, ${IS_COUNTED.overdue('asked.now')} AS is_overdue,
        CASE WHEN outcome.state = 'executed' THEN greatest(0, date_part('epoch', outcome.answered_at - outcome.issued_at)) / 3600 END AS hours
      FROM asked CROSS JOIN directive_outcome AS outcome CROSS JOIN ${SANCTION_OF_OUTCOME}
      LEFT JOIN institution ON institution.id = outcome.addressee_id
      WHERE outcome.is_whole
        AND outcome.issued_at >= ${beginningOf('asked.first_day')} AND outcome.issued_at < ${beginningOf('asked.last_day + 1')}
        AND ${isAll ? 'asked.regime IS NULL' : IN_SCOPE}
    )
    SELECT place, key, issued, "onCards", executed, overdue,
      ${medianOf('hours_to_enforce')} AS "medianHoursToEnforce", ${medianOf('hours_to_release')} AS "medianHoursToRelease"
    FROM (
      SELECT ${placeOf(keys)} AS place, coalesce(${keys.map((_, place) => `key_${place}`).join(', ')}) AS key, count(*)::integer AS issued,
        count(*) FILTER (WHERE is_on_cards)::integer AS "onCards", count(*) FILTER (WHERE is_executed)::integer AS executed,
        count(*) FILTER (WHERE is_overdue)::integer AS overdue, array_agg(hours) FILTER (WHERE is_executed) AS hours_to_enforce,
        array_agg(hours) FILTER (WHERE is_restored) AS hours_to_release
      FROM issued GROUP BY GROUPING SETS (${keys.map((_, place) => `(key_${place})`).join(', ')})
    ) AS counted`,
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
