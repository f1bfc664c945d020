import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { orderStateAt, STANDING_STATES, type CardOrderKind, type CardOrderState } from '../../domain/card-order.js';
import type { Obligation, Obligations, ObligationSource, OpenDirective } from '../directives/obligation.js';

interface OrderRow {
  id: string;
  kind: CardOrderKind;
  state: CardOrderState;
  measure: string;
  institution_id: string;
  institution_kind: string;
  card_id: string | null;
  holder_id: string | null;
  ends_at: Date | null;
}

/** What standing orders oblige institutions to; a unit is an order. */
@Injectable()
export class CardOrderSource implements ObligationSource {
  readonly name = 'card_orders';
  readonly causes = ['card_order'] as const;

  async touched(tx: EntityManager, revision: number, after: string | null, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(TOUCHED, [revision, after, limit]);
    return rows.map(({ id }) => id);
  }

  async due(tx: EntityManager, now: Date, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(DUE, [now, limit]);
    return rows.map(({ id }) => id);
  }

  /** Writes down which orders the clock has ended. */
  async obligations(tx: EntityManager, orderIds: readonly string[], now: Date, occasion: string): Promise<Obligations> {
    await tx.query(END_EXPIRED, [orderIds, now]);
    const rows: OrderRow[] = await tx.query(SELECT_ORDERS, [orderIds]);
    const states = new Map(rows.map((row) => [row.id, orderStateAt({ state: row.state, endsAt: row.ends_at }, now)]));
    const standing = rows.filter(({ id }) => STANDING_STATES.some((state) => state === states.get(id)));
    return {
      imposed: standing.map((row) => obligationOf(row, occasion)),
      reasonOfEnd: ({ unitId }: OpenDirective) => ({
        release: states.get(unitId) === 'expired' ? 'term.ended' : occasion,
      }),
    };
  }
}

function obligationOf(order: OrderRow, reason: string): Obligation {
  return {
    unitId: order.id,
    cause: 'card_order',
    action: order.kind,
    measure: order.measure,
    party: order.institution_kind === 'payment_institution' ? 'payment' : 'bank',
    institutionId: order.institution_id,
    cardId: order.card_id,
    subjectId: order.holder_id,
    sanctionId: null,
    lastDay: null,
    endsAt: order.ends_at,
    target: 'order',
    reason,
  };
}

const TOUCHED = `
  SELECT id FROM card_order WHERE revision = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`;

const DUE = `
  SELECT id FROM card_order WHERE state IN ('standing', 'extending') AND ends_at <= $1 ORDER BY ends_at, id LIMIT $2`;

const END_EXPIRED = `
  UPDATE card_order SET state = 'expired', ended_at = ends_at
  WHERE id = ANY ($1) AND state IN ('standing', 'extending') AND ends_at <= $2`;

const SELECT_ORDERS = `
  SELECT card_order.id, card_order.kind, card_order.state, card_order.measure, card_order.institution_id,
    institution.kind AS institution_kind, card_order.card_id, card.holder_id, card_order.ends_at
  FROM card_order JOIN institution ON institution.id = card_order.institution_id LEFT JOIN card ON card.id = card_order.card_id
  WHERE card_order.id = ANY ($1)`;
