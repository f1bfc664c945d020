import type { CardKind, IdType, SubjectKind } from '../../domain/designation.js';
import {
  RECEIPT_RESULTS,
  type DirectiveAction,
  type DirectiveCause,
  type DirectiveParty,
  type ReceiptResult,
} from '../../domain/directive.js';
import { PARTY_OF } from '../directives/addressee.js';
import type { DirectiveOutcome } from '../directives/directive-outcome.entity.js';
import type { CountedPart } from './counted-directives.js';
import type { DirectiveScope, DirectiveState, ReceiptFilter } from './directive.dto.js';

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
  pending: (received) =>
    `(directive.ended_at IS NULL OR (action = 'restore' AND NOT ${IMPOSED_AGAIN})) AND NOT (${received})`,
};

const CHOSEN = `($3::uuid IS NULL OR directive.subject_id = $3) AND ($4::text IS NULL OR directive.action = $4)
  AND ($5::uuid IS NULL OR directive.id = $5) AND ($9::uuid IS NULL OR directive.card_id = $9)
  AND ($10::text IS NULL OR directive.measure = $10) AND ($11::boolean IS NULL OR $11 = (directive.ended_at IS NOT NULL))
  AND ($12::text IS NULL OR $12 = CASE WHEN directive.institution_id IS NULL THEN 'everybody' ELSE 'named' END)
  AND ($13::timestamptz IS NULL OR directive.issued_at >= $13) AND ($14::timestamptz IS NULL OR directive.issued_at < $14)`;

/** Which directives are read. */
export interface Selection {
  /** As an institution sees them; absent: all. */
  isAddressed: boolean;
  state: DirectiveState;
  isOverdue: boolean;
  /** What the institution said last, or else, where everybody was told, any of them. */
  receipt: ReceiptFilter | null;
  isEnded: boolean | null;
  scope: DirectiveScope | null;
  /** Whether days of issue are asked for. */
  isDated: boolean;
  /** What narrows them down as the statistics do. */
  counted: CountedPart | null;
}

/** Where directives are looked for, in SQL. Those that are found in several places count once. */
interface Place {
  /** Which of the two is walked through, in the order of issue. */
  from: 'directive' | 'outcome';
  where: string;
}

/** $1: the institution, which belongs to a party. */
const TO_ONE: Place = { from: 'directive', where: 'directive.institution_id = $1 AND $2::text IS NOT NULL' };
const TO_EVERYBODY: Place = { from: 'directive', where: 'directive.institution_id IS NULL AND directive.party = $2' };
const NOBODY = '$1::uuid IS NULL AND $2::text IS NULL';
const EVERYBODY = `outcome.addressee_id = '00000000-0000-0000-0000-000000000000'`;

/** Those of whose outcome, as a whole or with one of everybody, this is kept. */
function kept(state: DirectiveOutcome['state'], isWhole: boolean, where: string): Place {
  return {
    from: 'outcome',
    where: `outcome.state = '${state}' AND ${isWhole ? '' : 'NOT '}outcome.is_whole AND ${where}`,
  };
}

/**
 * The few places where what is asked for can be: whoever looks for the refused ones, or for what nobody has answered, does not walk
 * through all that was executed.
 */
function placesOf(selection: Selection): Place[] {
  const { isAddressed, state, isOverdue, receipt, scope, counted } = selection;
  const said = receipt ?? (isAddressed && state === 'done' ? 'any' : null);
  if (said !== null && said !== 'none') return heard(selection, said);
  const isSilent = said === 'none' || state === 'pending' || isOverdue;
  const inStates = (whose: string) => counted?.states.map((one) => kept(one, true, whose));
  if (!isAddressed && !isSilent) return inStates(NOBODY) ?? [{ from: 'directive', where: NOBODY }];
  if (!isAddressed) return silent(selection, scope === 'everybody' ? `${EVERYBODY} AND ${NOBODY}` : NOBODY);
  const toOne = `outcome.addressee_id = $1 AND ${TO_ONE.where}`;
  const named = isSilent ? silent(selection, toOne) : (inStates(toOne) ?? [TO_ONE]);
  const unheard = { ...TO_EVERYBODY, where: `${TO_EVERYBODY.where} AND NOT ${RECEIVED_BY_ONE}` };
  const general = [isSilent ? unheard : TO_EVERYBODY];
  return [...(scope === 'everybody' ? [] : named), ...(scope === 'named' ? [] : general)];
}

/** With such an answer. */
function heard({ isAddressed, scope }: Selection, said: 'any' | ReceiptResult): Place[] {
  const [named, general] = isAddressed
    ? [`outcome.addressee_id = $1 AND ${TO_ONE.where}`, `outcome.addressee_id = $1 AND ${TO_EVERYBODY.where}`]
    : [NOBODY, NOBODY];
  return (said === 'any' ? RECEIPT_RESULTS : [said]).flatMap((result) => [
    ...(scope === 'everybody' ? [] : [kept(result, true, named)]),
    ...(scope === 'named' ? [] : [kept(result, false, general)]),
  ]);
}

/** Without an answer; where everybody was told, also those that others have answered, unless nobody is to have done so. */
function silent({ isAddressed, state, isOverdue, receipt, isEnded }: Selection, whose: string): Place[] {
  const isWaitedFor = state === 'pending' || isOverdue;
  // Of what has ended, only what is to be given back is waited for.
  const ended = (['withdrawn', 'replaced'] as const).map((one) =>
    kept(one, true, isWaitedFor ? `outcome.is_release AND ${whose}` : whose),
  );
  return [
    ...(isEnded === true ? [] : [kept('pending', true, whose)]),
    ...(isEnded === false ? [] : ended),
    ...(isAddressed || receipt === 'none' ? [] : [kept('answered', true, whose)]),
  ];
}

/** Between which numbers the days lie that are asked for: numbers are given in the order of issue, by clocks that may differ. */
const DAYS = `days AS MATERIALIZED (
    SELECT min(seq) AS first, max(seq) AS last FROM (
      SELECT seq FROM directive
      WHERE ($13::timestamptz IS NULL OR issued_at >= $13) AND ($14::timestamptz IS NULL OR issued_at < $14) OFFSET 0
    ) AS issued
  ), `;

const OUTCOMES = 'directive_outcome AS outcome JOIN directive ON directive.id = outcome.directive_id';
/** Of directives that are walked through themselves, the outcome as a whole. */
const WITH_OUTCOME =
  'directive JOIN directive_outcome AS outcome ON outcome.directive_id = directive.id AND outcome.is_whole';

function sourceOf({ from }: Place, { counted }: Selection): string {
  if (counted === null) return from === 'directive' ? from : OUTCOMES;
  return `${from === 'directive' ? WITH_OUTCOME : OUTCOMES} ${counted.joins}`;
}

function directivesIn(place: Place, selection: Selection): string {
  const { isAddressed, state, isOverdue, isDated, counted } = selection;
  const seq = `${place.from}.seq`;
  const received = isAddressed ? RECEIVED_BY_ONE : RECEIVED_BY_ALL;
  const overdue = `directive.ended_at IS NULL AND directive.due_at < $8 AND NOT (${received})`;
  return `(
    SELECT DISTINCT ON (${seq}) directive.*, ${received} AS is_received FROM ${sourceOf(place, selection)}
    WHERE ${place.where} AND ${seq} > $6 ${isDated ? `AND ${seq} BETWEEN (SELECT first FROM days) AND (SELECT last FROM days)` : ''}
      AND ${CHOSEN} AND ${IN_STATE[state](received)} AND ${isOverdue ? overdue : '$8::timestamptz IS NOT NULL'}
      ${counted === null ? '' : `AND ${counted.condition}`}
    ORDER BY ${seq} LIMIT $7)`;
}

/**
 * A page of directives in the order of issue, and in the same snapshot the last one that is issued: what comes later has a
 * higher number, so whoever has read up to it has missed nothing. One row at least; where there is no directive, its id is null.
 *
 * $1 institution, $2 party, $3 subject, $4 action, $5 id, $6 after this number, $7 how many, $8 now, $9 card, $10 measure, $11
 * whether it has ended, $12 named or to everybody, $13 and $14 from and before which instant it was issued; all but $6 to $8 may be
 * null. Behind them those of what is counted.
 */
export function selectDirectives(selection: Selection): string {
  const found = placesOf(selection).map((place) => directivesIn(place, selection));
  return `
    WITH ${selection.isDated ? DAYS : ''}page AS (
      SELECT DISTINCT ON (seq) * FROM (${found.join(' UNION ALL ')}) AS found ORDER BY seq LIMIT $7
    ), head AS (SELECT coalesce(max(seq), 0) AS seq FROM directive)
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
