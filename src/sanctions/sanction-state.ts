export const SANCTION_STATES = ['in_force', 'upcoming', 'suspended', 'ended', 'lifted', 'annulled'] as const;
/**
 * How a sanction is at an instant, heaviest first: `upcoming` has not begun, `ended` had its last day, of `suspended` an appeal
 * suspends the effect, `annulled` is as if it never was.
 */
export type SanctionState = (typeof SANCTION_STATES)[number];

/**
 * The {@link SanctionState} of a `sanction_version` called `version`, in SQL.
 *
 * @param day on which it is looked at, and `instant` of that day, as expressions
 */
export function stateAt(day: string, instant: string): string {
  return `CASE WHEN version.standing = 'annulled' THEN 'annulled'
    WHEN version.lifted_at <= ${instant} THEN version.standing
    WHEN version.valid @> ${day} THEN 'in_force'
    WHEN upper(version.valid) <= ${day} THEN 'ended'
    ELSE 'upcoming' END`;
}
