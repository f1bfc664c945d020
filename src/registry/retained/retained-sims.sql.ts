/** Keepings of subjects as they were known at a revision ($2; null: now). What ended later had not ended. */
export const SELECT_KEEPINGS = `
  SELECT retained.subject_id, card.number_hash, retained.institution_id, retained.restored_at,
    CASE WHEN $2::bigint IS NULL OR retained.revision_to <= $2 THEN retained.ended_at END AS ended_at, retained.ended_state
  FROM retained_sim AS retained JOIN card ON card.id = retained.card_id
  WHERE retained.subject_id = ANY ($1) AND ($2 IS NULL OR retained.revision_from <= $2)
  ORDER BY retained.revision_from`;

/** One row per question, in order: whether the subject has another number that is neither closed nor implicated on the day. */
export const SELECT_OTHER_USABLE = `
  SELECT EXISTS (
    SELECT FROM card
    WHERE card.holder_id = asked.subject AND card.kind = ANY (string_to_array(asked.kinds, ' ')) AND card.status <> 'closed'
      AND card.number_hash IS DISTINCT FROM asked.number_hash
      AND NOT EXISTS (
        SELECT FROM card_listing AS listing
        WHERE listing.number_hash = card.number_hash AND listing.status = 'implicated' AND listing.since_on <= asked.day
          AND listing.kind = ANY ('{mobile_sim,iot_sim,fixed_line,telecom_line,sms_port}')
          AND coalesce(listing.revision_from <= $5::bigint AND ($5 < listing.revision_to) IS NOT FALSE, listing.revision_to IS NULL))
  ) AS is_usable
  FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::date[]) WITH ORDINALITY AS asked (subject, number_hash, kinds, day, at)
  ORDER BY asked.at`;

const KEEPING = `
  SELECT id, subject_id AS "subjectId", card_id AS "cardId", institution_id AS "institutionId", restored_at AS "restoredAt",
    revision_from AS revision`;

export const SELECT_OPEN = `
  ${KEEPING} FROM retained_sim WHERE subject_id = ANY ($1::uuid[]) AND ended_at IS NULL ORDER BY revision_from`;

export const LOCK_KEEPING = `${KEEPING}, coalesce(ended_state, 'kept') AS state FROM retained_sim WHERE id = $1 FOR UPDATE`;

export const SELECT_CARD = `
  SELECT card.id, card.number_hash AS "numberHash", card.holder_id AS "holderId", card.status
  FROM card JOIN identifier ON identifier.subject_id = card.holder_id AND identifier.number_hash = $4
  WHERE card.institution_id = $1 AND card.kind = $2 AND card.number_hash = $3`;

export const SELECT_LAST_INSTANT = `
  SELECT max(greatest(restored_at, ended_at)) AS last FROM retained_sim WHERE subject_id = $1`;

export const INSERT_KEEPING = `
  INSERT INTO retained_sim (id, subject_id, institution_id, card_id, kind, restored_at, restored_by,
    approval_level, approval_id, approval_no_enc, decision_id, revision_from)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

export const END_KEEPING = `
  UPDATE retained_sim SET ended_at = greatest($2, restored_at), ended_state = $3, ended_by = $4, revision_to = $5 WHERE id = $1`;

export const RELEASE_KEEPINGS = `
  UPDATE retained_sim SET ended_at = greatest($3, restored_at), ended_state = 'released', ended_by = $4, revision_to = $5
  WHERE subject_id = $1 AND ended_at IS NULL AND restored_at < $2::timestamptz`;
