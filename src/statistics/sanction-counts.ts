import type { EntityManager } from 'typeorm';
import { ASKED, beginningOf, parametersOf, READINGS, type Dimension, type Scope } from './dimensions.js';
import { distinctSubjects, sanctionRows } from './sanction-rows.js';

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

type Keyed<Counts> = { key: string } & Counts;

/** @returns keys of which nothing is counted are absent */
export function standingCounts(
  manager: EntityManager,
  by: Dimension | 'total',
  scope: Scope,
): Promise<Keyed<StandingCounts>[]> {
  const { sanctionJoin, sanctionKey, valid, day, isByDays } = READINGS[by];
  const { expressions, from } = sanctionRows(by);
  return manager.query(
    `${ASKED}, ${expressions}, counted AS (
      SELECT ${sanctionKey} AS key, sanction.id, ${isByDays ? '' : 'sanction.subject_id,'} sanction.weight, version.standing,
        ${valid} @> ${day} AND (version.lifted_at IS NULL OR version.lifted_at >= ${beginningOf(`${day} + 1`)}) AS holds,
        upper(${valid}) <= ${day} AS is_over,
        version.lifted_at < ${beginningOf(`${day} + 1`)} AS is_lifted
      FROM ${from} ${sanctionJoin}
    ), subjects AS (${distinctSubjects(by)})
    SELECT key, coalesce(max(subjects), 0)::integer AS subjects,
      ${weighed('holds')} AS "inForce",
      ${weighed(`is_over AND standing NOT IN ('lifted', 'suspended')`)} AS ended,
      ${weighed(`standing = 'lifted' AND is_lifted`)} AS lifted,
      ${weighed(`standing = 'annulled'`)} AS annulled
    FROM counted LEFT JOIN subjects USING (key) WHERE key IS NOT NULL GROUP BY key`,
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
  return manager.query(
    `${ASKED}, ${expressions}, known AS (
      SELECT number, (taken_at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM revision
    ), dated AS (
      SELECT ${isByMonth ? 'NULL' : sanctionKey} AS key, sanction.weight, approval.day AS approved_on,
        CASE WHEN version.standing NOT IN ('lifted', 'suspended') THEN upper(${valid}) - 1 END AS ended_on,
        CASE WHEN version.standing = 'lifted' THEN (version.lifted_at AT TIME ZONE 'Asia/Shanghai')::date END AS lifted_on,
        CASE WHEN version.standing = 'annulled' THEN latest.day END AS annulled_on
      FROM ${from}
      JOIN known AS approval ON approval.number = sanction.revision_from
      JOIN known AS latest ON latest.number = version.revision_from
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
