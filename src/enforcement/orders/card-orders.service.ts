import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import {
  endOfOrder,
  orderAfter,
  orderStateAt,
  type CardOrderAction,
  type CardOrderKind,
  type OrderedCardKind,
} from '../../domain/card-order.js';
import { localDateOf } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { actorOf, type OfficerPrincipal } from '../../institutions/principal.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import { orderLawOn } from '../../rulebook/enforcement-law.js';
import { CardOrder } from './card-order.entity.js';
import { CardOrderRecords } from './card-order-records.service.js';
import { holderOf } from './ordered-card.js';

/** What an officer orders. The number is normalised. */
export interface NewCardOrder {
  kind: CardOrderKind;
  card: { kind: OrderedCardKind; number: string };
  institutionCode?: string;
  caseNo: string;
  grounds: string;
  reportedAt: Date | null;
}

/**
 * 紧急止付 and 冻结: from one officer at once, or from two. Directives follow from the revision of every step. An order is
 * carried out by the institution that keeps the card; what is decided about the card by the rules of sanctions is not affected.
 */
@Injectable()
export class CardOrders {
  constructor(
    private readonly rulebooks: RulebookStore,
    private readonly records: CardOrderRecords,
    private readonly clock: Clock,
    private readonly pii: Pii,
  ) {}

  /**
   * A stop stands at once: that is what it is for. A freeze is proposed, and stands when another officer approves it.
   *
   * @throws {Problem} `card-institution-unclear`, `card-institution-wrong`, `card-order-stands`, `not-in-rulebook`
   */
  async issue(officer: OfficerPrincipal, asked: NewCardOrder): Promise<CardOrder> {
    const numberHash = this.pii.hash('card', asked.card.number);
    return this.records.announced((tx) => this.insert(tx, officer, asked, numberHash));
  }

  /**
   * Proposes one more term; it is added when another officer approves.
   *
   * @throws {Problem} `card-order-not-found`, `card-order-transition-refused`
   */
  extend(id: string, officer: OfficerPrincipal): Promise<CardOrder> {
    return this.step(id, officer, 'extend', (order) => {
      order.proposedBy = officer.id;
    });
  }

  /**
   * A freeze begins, or a term is added to what stands, at its end and not at the approval.
   *
   * @throws {Problem} `second-officer-needed` and as {@link extend}
   */
  approve(id: string, officer: OfficerPrincipal): Promise<CardOrder> {
    return this.step(id, officer, 'approve', (order, now) => {
      if (order.proposedBy === officer.id) throw new Problem('second-officer-needed');
      order.approvedBy = officer.id;
      order.terms += 1;
      order.startsAt ??= now;
      // An order runs under the law of the day it began.
      const { term } = orderLawOn(this.rulebooks.current(), order.kind, localDateOf(order.startsAt));
      order.endsAt = endOfOrder(order.startsAt, term, order.terms);
    });
  }

  /**
   * Refuses a freeze, or an extension of what stands. Whoever proposed it may take it back so.
   *
   * @throws {Problem} as {@link extend}
   */
  reject(id: string, officer: OfficerPrincipal, reason: string): Promise<CardOrder> {
    return this.step(id, officer, 'reject', (order, now) => {
      order.endReasonEnc = this.pii.encrypt(reason, 'card_order.end_reason');
      if (order.terms > 0) return;
      order.endedBy = officer.id;
      order.endedAt = now;
    });
  }

  /**
   * Ends an order before its time. One officer suffices: nobody stays locked out for want of a second one.
   *
   * @throws {Problem} as {@link extend}
   */
  release(id: string, officer: OfficerPrincipal, reason: string): Promise<CardOrder> {
    return this.step(id, officer, 'release', (order, now) => {
      order.endReasonEnc = this.pii.encrypt(reason, 'card_order.end_reason');
      order.endedBy = officer.id;
      order.endedAt = now;
    });
  }

  private async insert(
    tx: EntityManager,
    officer: OfficerPrincipal,
    asked: NewCardOrder,
    numberHash: Buffer,
  ): Promise<CardOrder> {
    const now = this.clock.now();
    const { measure, term } = orderLawOn(this.rulebooks.current(), asked.kind, localDateOf(now));
    const { institutionId, cardId } = await holderOf(tx, { ...asked, numberHash });
    const revision = await this.records.revision(tx, 'card_order.issued');
    // What the clock has ended is not in the way, whether or not it was written down; with this revision its release is.
    await tx.query(END_EXPIRED, [asked.kind, institutionId, numberHash, now, revision]);
    const isStop = asked.kind === 'stop_payment';
    const order = tx.create(CardOrder, {
      id: uuidv7(),
      kind: asked.kind,
      state: isStop ? 'standing' : 'proposed',
      cardKind: asked.card.kind,
      numberEnc: this.pii.encrypt(asked.card.number, 'card_order.number'),
      numberHash,
      institutionId,
      cardId,
      measure,
      caseNo: asked.caseNo,
      groundsEnc: this.pii.encrypt(asked.grounds, 'card_order.grounds'),
      reportedAt: asked.reportedAt,
      authorId: officer.id,
      proposedBy: isStop ? null : officer.id,
      approvedBy: null,
      createdAt: now,
      startsAt: isStop ? now : null,
      endsAt: isStop ? endOfOrder(now, term, 1) : null,
      terms: isStop ? 1 : 0,
      endedBy: null,
      endedAt: null,
      endReasonEnc: null,
      revision,
    });
    // Two officers may order the same in the same second; the turn of the books lets one after the other look.
    const [standing]: { id: string }[] = await tx.query(SELECT_OPEN, [asked.kind, institutionId, numberHash]);
    if (standing !== undefined) throw new Problem('card-order-stands', { id: standing.id });
    await tx.insert(CardOrder, order);
    await this.records.audit(tx, order, actorOf(officer), isStop ? 'issued' : 'proposed');
    return order;
  }

  private step(
    id: string,
    officer: OfficerPrincipal,
    action: CardOrderAction,
    change: (order: CardOrder, now: Date) => void,
  ): Promise<CardOrder> {
    return this.records.announced(async (tx) => {
      const order = await lockOrder(tx, id);
      const now = this.clock.now();
      order.state = orderAfter(orderStateAt(order, now), action);
      change(order, now);
      order.revision = await this.records.revision(tx, REASONS[action]);
      await tx.save(order);
      await this.records.audit(tx, order, actorOf(officer), STEPS[action]);
      return order;
    });
  }
}

const STEPS = {
  approve: 'approved',
  reject: 'rejected',
  extend: 'extension_proposed',
  release: 'released',
  expire: 'expired',
} as const satisfies Record<CardOrderAction, string>;

const REASONS = {
  approve: 'card_order.approved',
  reject: 'card_order.rejected',
  extend: 'card_order.extension_proposed',
  release: 'card_order.released',
  expire: 'card_order.expired',
} as const satisfies Record<CardOrderAction, string>;

/** Lock before reading the state: two officers can press the button in the same second. */
async function lockOrder(tx: EntityManager, id: string): Promise<CardOrder> {
  const order = await tx.findOne(CardOrder, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (order === null) throw new Problem('card-order-not-found');
  return order;
}

const SELECT_OPEN = `
  SELECT id FROM card_order
  WHERE kind = $1 AND institution_id = $2 AND number_hash = $3 AND state IN ('proposed', 'standing', 'extending')`;

const END_EXPIRED = `
  UPDATE card_order SET state = 'expired', ended_at = ends_at, revision = $5
  WHERE kind = $1 AND institution_id = $2 AND number_hash = $3 AND state IN ('standing', 'extending') AND ends_at <= $4`;
