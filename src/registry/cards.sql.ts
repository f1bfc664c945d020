/** Rows of one import on their way into `card`. Private to the session, gone when the transaction ends. */
export const CREATE_STAGE = `
  CREATE TEMPORARY TABLE staged_card (
    row integer, card_id uuid, card_kind text, card_number_enc bytea, card_number_hash bytea, opened_on date, status text,
    subject_id uuid, identifier_id uuid, kind text, name_enc bytea, name_hash bytea,
    id_type text, number_enc bytea, number_hash bytea, last_used_on date, verified_on date
  ) ON COMMIT DROP`;

/** Parameters: one array per column, in the order of {@link CREATE_STAGE}. */
export const INSERT_STAGED = `
  INSERT INTO staged_card SELECT * FROM unnest($1::integer[], $2::uuid[], $3::text[], $4::bytea[], $5::bytea[], $6::date[], $7::text[],
    $8::uuid[], $9::uuid[], $10::text[], $11::bytea[], $12::bytea[], $13::text[], $14::bytea[], $15::bytea[],
    $16::date[], $17::date[])`;

export const STAGED_COLUMNS = 17;

/** Removes later rows with a number that an earlier row has. Answers how many, and the first of their rows. */
export const REMOVE_DUPLICATES = `
  WITH removed AS (
    DELETE FROM staged_card USING (
      SELECT card_id, row_number() OVER (PARTITION BY card_number_hash ORDER BY row, card_id) AS occurrence FROM staged_card
    ) AS numbered
    WHERE staged_card.card_id = numbered.card_id AND numbered.occurrence > 1
    RETURNING staged_card.row
  )
  SELECT (SELECT count(*)::integer FROM removed) AS count, ARRAY(SELECT row FROM removed ORDER BY row LIMIT $1) AS rows`;

/** Holders nobody has recorded yet, once each, for `insertSubjects`. */
export const SELECT_NEW_SUBJECTS = `
  SELECT DISTINCT ON (number_hash) subject_id, identifier_id, kind, name_enc, name_hash, id_type, number_enc, number_hash
  FROM staged_card
  WHERE NOT EXISTS (SELECT FROM identifier WHERE identifier.number_hash = staged_card.number_hash)
  ORDER BY number_hash, row`;

/**
 * Writes what is new or different, in the order of the hashes, so that two imports wait for each other instead of deadlocking. A
 * day of use or of a verification that is not said again stays; it changes no answer, so the card keeps its revision.
 */
export const MERGE_CARDS = `
  WITH merged AS (
    INSERT INTO card (id, institution_id, kind, number_enc, number_hash, holder_id, opened_on, status, last_used_on, verified_on, revision)
    SELECT staged.card_id, $1, staged.card_kind, staged.card_number_enc, staged.card_number_hash, identifier.subject_id,
      staged.opened_on, staged.status, staged.last_used_on, staged.verified_on, $2
    FROM staged_card AS staged JOIN identifier ON identifier.number_hash = staged.number_hash
    ORDER BY staged.card_number_hash
    ON CONFLICT ON CONSTRAINT card_number_unique DO UPDATE
      SET kind = excluded.kind, holder_id = excluded.holder_id, opened_on = excluded.opened_on, status = excluded.status,
        last_used_on = coalesce(excluded.last_used_on, card.last_used_on), verified_on = coalesce(excluded.verified_on, card.verified_on),
        revision = CASE WHEN (card.kind, card.holder_id, card.opened_on, card.status)
          IS DISTINCT FROM (excluded.kind, excluded.holder_id, excluded.opened_on, excluded.status)
          THEN excluded.revision ELSE card.revision END,
        updated_at = now()
      WHERE (card.kind, card.holder_id, card.opened_on, card.status, card.last_used_on, card.verified_on)
        IS DISTINCT FROM (excluded.kind, excluded.holder_id, excluded.opened_on, excluded.status,
          coalesce(excluded.last_used_on, card.last_used_on), coalesce(excluded.verified_on, card.verified_on))
    RETURNING card.xmax = 0 AS is_new
  )
  SELECT (count(*) FILTER (WHERE is_new))::integer AS created, (count(*) FILTER (WHERE NOT is_new))::integer AS updated FROM merged`;
