import { SANCTION_STATES, stateAt } from '../sanction-state.js';

/** Subjects by the keyed hash of an identifier. */
export const BY_IDENTIFIER = 'SELECT subject_id AS id FROM identifier WHERE number_hash = $1';

/** Subjects by the keyed hash of a name. */
export const BY_NAME = 'SELECT id FROM subject WHERE name_hash = $1';

/** Whoever holds a card, or was sanctioned by a row that named it as implicated; $5 its kinds, null: every one. */
export const BY_CARD = `
  SELECT holder_id AS id FROM card WHERE number_hash = $1 AND ($5::text[] IS NULL OR kind = ANY ($5))
  UNION
  SELECT sanction.subject_id FROM card_listing JOIN sanction USING (list_id, row)
  WHERE card_listing.number_hash = $1 AND ($5::text[] IS NULL OR card_listing.kind = ANY ($5))`;

const RANKED = `array_position(ARRAY[${SANCTION_STATES.map((state) => `'${state}'`).join(', ')}], state)`;

/**
 * A page of found subjects with what is known of their sanctions, in the order of their ids. $2 the id before the first, or null;
 * $3 how many; $4 the present instant.
 */
export function selectFound(ids: string): string {
  const state = stateAt(`($4::timestamptz AT TIME ZONE 'Asia/Shanghai')::date`, '$4');
  return `
    WITH page AS (
      SELECT id FROM (${ids}) AS found WHERE $2::uuid IS NULL OR id > $2 ORDER BY id LIMIT $3
    )
    SELECT page.id, of_subject.in_force, of_subject.heaviest
    FROM page CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE state = 'in_force')::integer AS in_force, (array_agg(state ORDER BY ${RANKED}))[1] AS heaviest
      FROM (
        SELECT ${state} AS state FROM sanction
        JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
        WHERE sanction.subject_id = page.id
      ) AS each
    ) AS of_subject
    ORDER BY page.id`;
}

/** Cards with a number as institutions registered them, and one of those kinds under which it is listed only. $2 as $5 above. */
export const SELECT_CARDS = `
  SELECT card.id, card.kind, institution.code AS institution
  FROM card JOIN institution ON institution.id = card.institution_id
  WHERE number_hash = $1 AND ($2::text[] IS NULL OR card.kind = ANY ($2))
  UNION ALL
  (SELECT DISTINCT ON (kind) NULL, kind, NULL FROM card_listing
   WHERE number_hash = $1 AND revision_to IS NULL AND ($2::text[] IS NULL OR kind = ANY ($2))
   ORDER BY kind)
  LIMIT 100`;
