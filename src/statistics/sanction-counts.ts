import type { EntityManager } from 'typeorm';
import { ASKED, parametersOf, READINGS, type Dimension, type Scope } from './dimensions.js';
import { repeatedSubjects, sanctionRows } from './sanction-rows.js';
import { eventDays, KNOWN_DAYS, stateConditions } from './sanction-states.js';

/** How sanctions stand at 24:00 of a day, by what is known now. */
export interface StandingCounts {
  /** Subjects under at least one sanction. */
  subjects: number;
  inForce: number;
  ended: number;
  lifted: number;
  annulled: number;
}

/** What happened to sanctions in a period. */
export interface EventCounts {
  /** Made known by an approval. */
  new: number;
  /** Had their last day. */
  ended: number;
  lifted: number;
  annulled: number;
}

/** Counts of one key. */
export type Keyed<Counts> = { key: string } & Counts;

/** @returns keys of which nothing is counted are absent */
export function standingCounts(
  manager: EntityManager,
  by: Dimension | 'total',
  scope: Scope,
): Promise<Keyed<StandingCounts>[]> {
  const { sanctionJoin, sanctionKey, valid, day } = READINGS[by];
  const { expressions, from } = sanctionRows(by);
  const is = stateConditions(valid, day);
  return manager.query(
    `${ASKED}, ${expressions}, counted AS (
      SELECT ${sanctionKey} AS key, sanction.weight, ${is.in_force} AS holds, ${is.ended} AS is_ended,
        ${is.lifted} AS is_lifted, ${is.annulled} AS is_annulled
      FROM ${from} ${sanctionJoin}
    ), sums AS (
      SELECT key, ${weighed('holds')} AS "inForce", ${weighed('is_ended')} AS ended,
        ${weighed('is_lifted')} AS lifted, ${weighed('is_annulled')} AS annulled
      FROM counted WHERE key IS NOT NULL GROUP BY key
    ), repeated AS (${repeatedSubjects(by, is.in_force)})
    SELECT sums.*, ("inForce" - coalesce(surplus, 0))::integer AS subjects FROM sums LEFT JOIN repeated USING (key)`,
    parametersOf(scope),
  );
}

/** How many sanctions a condition holds of, in SQL. */
function weighed(condition: string): string {
  return `coalesce(sum(weight) FILTER (WHERE ${condition}), 0)::integer`;
}

/** Of the period of the scope; by month, each event counts for its own month. @returns as {@link standingCounts} */
export function eventCounts(
  manager: EntityManager,
  by: Dimension | 'total',
  scope: Scope,
): Promise<Keyed<EventCounts>[]> {
  const { sanctionJoin, sanctionKey, valid } = READINGS[by];
  const { expressions, from } = sanctionRows(by);
  const isByMonth = by === 'month';
  const on = eventDays(valid);
  return manager.query(
    `${ASKED}, ${expressions}, ${KNOWN_DAYS}, dated AS (
      SELECT ${isByMonth ? 'NULL' : sanctionKey} AS key, sanction.weight, ${on.new.day} AS approved_on,
        ${on.ended.day} AS ended_on, ${on.lifted.day} AS lifted_on, ${on.annulled.day} AS annulled_on
      FROM ${from} ${on.new.join} ${on.annulled.join}
      ${isByMonth ? '' : sanctionJoin}
    ), happened AS (${isByMonth ? EVENTS_OF_MONTHS : EVENTS_OF_PERIOD})
    SELECT key, ${weighed('is_new')} AS new, ${weighed('is_ended')} AS ended,
      ${weighed('is_lifted')} AS lifted, ${weighed('is_annulled')} AS annulled
    FROM happened WHERE key IS NOT NULL AND (is_new OR is_ended OR is_lifted OR is_annulled) GROUP BY key`,
    parametersOf(scope),
  );
}

const EVENTS_OF_PERIOD = `
  SELECT key, weight, approved_on BETWEEN first_day AND last_day AS is_new, ended_on BETWEEN first_day AND last_day AS is_ended,
    lifted_on BETWEEN first_day AND last_day AS is_lifted, annulled_on BETWEEN first_day AND last_day AS is_annulled
  FROM dated CROSS JOIN asked`;

const EVENTS_OF_MONTHS = `
  SELECT to_char(event.day, 'YYYY-MM') AS key, weight, what = 'new' AS is_new, what = 'ended' AS is_ended,
    what = 'lifted' AS is_lifted, what = 'annulled' AS is_annulled
  FROM dated CROSS JOIN asked CROSS JOIN LATERAL (VALUES
    ('new', approved_on), ('ended', ended_on), ('lifted', lifted_on), ('annulled', annulled_on)
  ) AS event (what, day)
  WHERE event.day BETWEEN first_day AND last_day`;
