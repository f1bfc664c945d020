/** A number of a subject, with whichever carrier. */
export const SELECT_NUMBER_OF_SUBJECT = `
  SELECT id FROM card WHERE holder_id = $1 AND kind = $2 AND number_hash = $3 ORDER BY updated_at DESC, id LIMIT 1`;

export const INSERT_APPROVAL = `
  INSERT INTO sim_approval (id, number, subject_id, card_id, level, organ_id, given_by, given_at, remark_enc)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** An approval, locked until the transaction ends: it is used or revoked, not both. */
export const LOCK_APPROVAL = `
  SELECT approval.id, approval.subject_id, approval.level, approval.organ_id, approval.revoked_at, card.number_hash
  FROM sim_approval AS approval LEFT JOIN card ON card.id = approval.card_id
  WHERE approval.number = $1 FOR UPDATE OF approval`;

/** What an approval was used for. A statement of its own: it must see what was committed while the lock was waited for. */
export const SELECT_USE = `
  SELECT card_id, ended_at IS NULL AS is_open FROM retained_sim WHERE approval_id = $1`;

export const REVOKE_APPROVAL = `UPDATE sim_approval SET revoked_at = $2, revoked_by = $3 WHERE id = $1`;

const SELECT = `
  SELECT approval.id, approval.number, approval.subject_id, card.kind, card.number_enc, approval.level,
    organ.code AS organ_code, organ.name AS organ_name, approval.given_at, approval.remark_enc, approval.revoked_at, kept.id AS kept_id
  FROM sim_approval AS approval
  JOIN institution AS organ ON organ.id = approval.organ_id
  LEFT JOIN card ON card.id = approval.card_id
  LEFT JOIN retained_sim AS kept ON kept.approval_id = approval.id`;

export const SELECT_APPROVAL = `${SELECT} WHERE approval.id = $1`;

export const SELECT_APPROVALS = `
  ${SELECT}
  WHERE ($1::uuid IS NULL OR approval.subject_id = $1) AND ($2::uuid IS NULL OR approval.id < $2)
  ORDER BY approval.id DESC LIMIT $3`;
