import type { EntityManager } from 'typeorm';
import { IN_SCOPE } from '../sanctions/sanction-keys.js';
import { ASKED, parametersOf, READINGS, type Dimension, type Scope } from './dimensions.js';

/** Appeals, by what happened in a period. `GET /v1/appeals` with the event, the days and the keys are the same ones. */
export interface AppealCounts {
  filed: number;
  upheld: number;
  dismissed: number;
}

/**
 * By month, each event counts for its own month. Appeals that are about no sanction belong to no region, organ, regime, institution,
 * measure, ground or category.
 *
 * @returns keys of which nothing is counted are absent
 */
export function appealCounts(
  manager: EntityManager,
  by: Dimension | 'total',
  scope: Scope,
): Promise<({ key: string } & AppealCounts)[]> {
  const { sanctionJoin, sanctionKey } = READINGS[by];
  const isByMonth = by === 'month';
  const isAll = scope.regime === null && scope.region === '';
  return manager.query(
    `${ASKED}, happened AS (
      SELECT ${isByMonth ? `to_char(event.day, 'YYYY-MM')` : sanctionKey} AS key, event.what
      FROM asked CROSS JOIN appeal
      JOIN appeal_step AS step ON step.appeal_id = appeal.id AND step.action IN ('file', 'uphold', 'dismiss')
      LEFT JOIN sanction ON sanction.id = appeal.sanction_id
      LEFT JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
      ${isByMonth ? '' : sanctionJoin}
      CROSS JOIN LATERAL (SELECT step.action AS what, (step.taken_at AT TIME ZONE 'Asia/Shanghai')::date AS day) AS event
      WHERE ${isAll ? 'true' : IN_SCOPE} AND event.day BETWEEN asked.first_day AND asked.last_day
    )
    SELECT key, count(*) FILTER (WHERE what = 'file')::integer AS filed, count(*) FILTER (WHERE what = 'uphold')::integer AS upheld,
      count(*) FILTER (WHERE what = 'dismiss')::integer AS dismissed
    FROM happened WHERE key IS NOT NULL GROUP BY key`,
    parametersOf(scope),
  );
}
