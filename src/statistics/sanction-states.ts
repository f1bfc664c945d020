import { beginningOf } from './dimensions.js';

export const COUNTED_STATES = ['in_force', 'ended', 'lifted', 'annulled'] as const;
/** How sanctions are counted at 24:00 of a day. */
export type CountedState = (typeof COUNTED_STATES)[number];

export const COUNTED_EVENTS = ['new', 'ended', 'lifted', 'annulled'] as const;
/** What is counted in a period. `new`: made known by an approval. */
export type CountedEvent = (typeof COUNTED_EVENTS)[number];

/**
 * When a `version` is in which state, in SQL.
 *
 * @param valid the days on which it counts
 * @param day at the end of which it is looked at
 */
export function stateConditions(valid: string, day: string): Readonly<Record<CountedState, string>> {
  const end = beginningOf(`${day} + 1`);
  return {
    in_force: `${valid} @> ${day} AND (version.lifted_at IS NULL OR version.lifted_at >= ${end})`,
    ended: `upper(${valid}) <= ${day} AND version.standing NOT IN ('lifted', 'suspended')`,
    lifted: `version.standing = 'lifted' AND version.lifted_at < ${end}`,
    annulled: `version.standing = 'annulled'`,
  };
}

/** Days in Shanghai on which revisions were taken, as a common table expression of SQL: `number` and `day`. */
export const KNOWN_DAYS = `known AS (SELECT number, (taken_at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM revision)`;

/** The day of an event, in SQL, and what is joined to `sanction` and its `version` to know it. */
interface EventDay {
  day: string;
  join: string;
}

/** @param valid as for {@link stateConditions} */
export function eventDays(valid: string): Readonly<Record<CountedEvent, EventDay>> {
  return {
    new: { day: 'approval.day', join: 'JOIN known AS approval ON approval.number = sanction.revision_from' },
    ended: { day: `CASE WHEN version.standing NOT IN ('lifted', 'suspended') THEN upper(${valid}) - 1 END`, join: '' },
    lifted: {
      day: `CASE WHEN version.standing = 'lifted' THEN (version.lifted_at AT TIME ZONE 'Asia/Shanghai')::date END`,
      join: '',
    },
    annulled: {
      day: `CASE WHEN version.standing = 'annulled' THEN latest.day END`,
      join: 'JOIN known AS latest ON latest.number = version.revision_from',
    },
  };
}
