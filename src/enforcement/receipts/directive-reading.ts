import type { CardKind, IdType, SubjectKind } from '../../domain/designation.js';
import type { DirectiveAction, DirectiveCause, DirectiveParty, ReceiptResult } from '../../domain/directive.js';
import { PARTY_OF } from '../directives/addressee.js';
import type { DirectiveState } from './directive.dto.js';

/** A directive with all that an institution needs to carry it out, as it is stored. */
export interface StoredDirective {
  id: string;
  seq: number;
  cause: DirectiveCause;
  action: DirectiveAction;
  measure: string;
  party: DirectiveParty;
  institution_id: string | null;
  last_day: string | null;
  ends_at: Date | null;
  issued_at: Date;
  due_at: Date | null;
  ended_at: Date | null;
  reason: string;
  releases: string | null;
  supersedes: string | null;
  revision: number;
  card_id: string | null;
  card_kind: CardKind | null;
  card_number_enc: Buffer | null;
  /** Of a card that somebody ordered to be stopped and nobody has registered. */
  order_number_enc: Buffer | null;
  subject_id: string | null;
  subject_kind: SubjectKind | null;
  name_enc: Buffer | null;
  id_type: IdType | null;
  identifier_enc: Buffer | null;
  regime: string | null;
  organ_name: string | null;
  document_no: string | null;
  /** Whether everybody whom the question is about has given a receipt. */
  is_received: boolean;
  receipt: StoredReceipt | null;
}

/** A receipt as JSON of the database: bytes in hex, instants as texts. */
export interface StoredReceipt {
  number: number;
  result: ReceiptResult;
  executed_at: string | null;
  detail_enc: string | null;
  received_at: string;
}

/** $1: the institution. */
const RECEIVED_BY_ONE = `EXISTS (SELECT 1 FROM receipt WHERE directive_id = directive.id AND institution_id = $1)`;

/** Whoever a directive is addressed to: nobody owes a receipt. Most name one institution, which is asked for first. */
const RECEIVED_BY_ALL = `CASE
  WHEN directive.institution_id IS NOT NULL THEN
    EXISTS (SELECT 1 FROM receipt WHERE directive_id = directive.id AND institution_id = directive.institution_id)
  ELSE NOT EXISTS (
    SELECT 1 FROM institution JOIN ${PARTY_OF} ON party_of.kind = institution.kind
    WHERE party_of.party = directive.party
      AND NOT EXISTS (SELECT 1 FROM receipt WHERE directive_id = directive.id AND institution_id = institution.id))
  END`;

/** The same was imposed again, and the institution (for officers: anybody) has answered that. */
const IMPOSED_AGAIN = `EXISTS (SELECT 1 FROM directive AS again JOIN receipt ON receipt.directive_id = again.id
  WHERE again.unit_id = directive.unit_id AND again.obligation = directive.obligation AND again.seq > directive.seq
    AND again.releases IS NULL AND receipt.institution_id = coalesce($1, receipt.institution_id))`;

const IN_STATE: Readonly<Record<DirectiveState, (received: string) => string>> = {
  all: () => 'true',
  done: (received) => `(${received})`,
  // What is to be given back is given back, whatever came after it, unless what came after it was answered already.
  pending: (received) => `(ended_at IS NULL OR (action = 'restore' AND NOT ${IMPOSED_AGAIN})) AND NOT (${received})`,
};

/** Receipts that count: of the institution that asks or is named, or else, where everybody was told, of any. */
const SAID = `SELECT FROM receipt WHERE directive_id = directive.id
  AND institution_id = coalesce($1, directive.institution_id, receipt.institution_id)`;
const SAID_LAST = `EXISTS (${SAID} AND result = $11 AND NOT EXISTS (
  SELECT FROM receipt AS later WHERE later.directive_id = receipt.directive_id
    AND later.institution_id = receipt.institution_id AND later.number > receipt.number))`;

const CHOSEN = `($10::text IS NULL OR measure = $10)
  AND ($11::text IS NULL OR CASE $11 WHEN 'none' THEN NOT EXISTS (${SAID}) WHEN 'any' THEN EXISTS (${SAID}) ELSE ${SAID_LAST} END)
  AND ($12::boolean IS NULL OR $12 = (ended_at IS NOT NULL))
  AND ($13::text IS NULL OR $13 = CASE WHEN directive.institution_id IS NULL THEN 'everybody' ELSE 'named' END)
  AND ($14::timestamptz IS NULL OR issued_at >= $14) AND ($15::timestamptz IS NULL OR issued_at < $15)`;

/** Which directives are read. */
export interface Selection {
  /** As an institution sees them; absent: all. */
  isAddressed: boolean;
  state: DirectiveState;
  isOverdue: boolean;
}

/**
 * A page of directives in the order of issue, and in the same snapshot the last one that is issued: what comes later has a
 * higher number, so whoever has read up to it has missed nothing. One row at least; where there is no directive, its id is null.
 *
 * $1 institution, $2 party, $3 subject, $4 action, $5 id, $6 after this number, $7 how many, $8 now, $9 card, $10 measure, $11 what
 * was said last, $12 whether it has ended, $13 named or to everybody, $14 and $15 from and before which instant it was issued; all
 * but $6 to $8 may be null.
 */
export function selectDirectives({ isAddressed, state, isOverdue }: Selection): string {
  const received = isAddressed ? RECEIVED_BY_ONE : RECEIVED_BY_ALL;
  const found = (addressed: string): string => `
    SELECT directive.*, ${received} AS is_received FROM directive
    WHERE ${addressed} AND seq > $6 AND ($3::uuid IS NULL OR subject_id = $3) AND ($4::text IS NULL OR action = $4)
      AND ($5::uuid IS NULL OR directive.id = $5) AND ($9::uuid IS NULL OR card_id = $9) AND ${IN_STATE[state](received)}
      AND ${CHOSEN}
      AND ${isOverdue ? `ended_at IS NULL AND due_at < $8 AND NOT (${received})` : '$8::timestamptz IS NOT NULL'}
    ORDER BY seq LIMIT $7`;
  const page = isAddressed
    ? `(${found('institution_id = $1')}) UNION ALL (${found('institution_id IS NULL AND party = $2')}) ORDER BY seq LIMIT $7`
    : found('$1::uuid IS NULL AND $2::text IS NULL');
  return `
    WITH page AS (${page}), head AS (SELECT coalesce(max(seq), 0) AS seq FROM directive)
    SELECT head.seq AS head, page.*, coalesce(card.kind, card_order.card_kind) AS card_kind, card.number_enc AS card_number_enc,
      card_order.number_enc AS order_number_enc,
      subject.kind AS subject_kind, subject.name_enc, identifier.id_type, identifier.number_enc AS identifier_enc,
      sanction.regime, sanction.organ_name, sanction.document_no, to_jsonb(last_receipt) AS receipt
    FROM head LEFT JOIN page ON true
      LEFT JOIN card ON card.id = page.card_id
      LEFT JOIN card_order ON page.card_id IS NULL AND page.cause = 'card_order' AND card_order.id = page.unit_id
      LEFT JOIN subject ON subject.id = page.subject_id
      LEFT JOIN LATERAL (SELECT * FROM identifier WHERE subject_id = page.subject_id ORDER BY id LIMIT 1) AS identifier ON true
      LEFT JOIN sanction ON sanction.id = page.sanction_id
      LEFT JOIN LATERAL (
        SELECT number, result, executed_at, encode(detail_enc, 'hex') AS detail_enc, received_at FROM receipt
        WHERE directive_id = page.id AND institution_id = coalesce($1, page.institution_id) ORDER BY number DESC LIMIT 1
      ) AS last_receipt ON true
    ORDER BY page.seq`;
}
