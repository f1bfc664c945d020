import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Audit } from '../../platform/audit.js';
import { Revisions } from '../../platform/revisions.js';
import type { CardOrder } from './card-order.entity.js';

/** How a step in the life of an order is written down, and told when it is committed. */
@Injectable()
export class CardOrderRecords {
  constructor(
    private readonly db: DataSource,
    private readonly revisions: Revisions,
    private readonly trail: Audit,
  ) {}

  /** One step in one transaction; when it returns, its directives are issued as far as that is quickly done. */
  async announced(step: (tx: EntityManager) => Promise<CardOrder>): Promise<CardOrder> {
    const order = await this.db.transaction(step);
    await this.revisions.announce(order.revision);
    return order;
  }

  /** The revision of a step. */
  revision(tx: EntityManager, reason: string): Promise<number> {
    return this.revisions.next(tx, reason);
  }

  /** The last act of a step. */
  async audit(tx: EntityManager, order: CardOrder, actor: string, step: string): Promise<void> {
    const { id, kind, state, terms, revision } = order;
    const detail = { kind, state, terms, revision };
    await this.trail.append(tx, { actor, what: `card_order.${step}`, object: `card_order:${id}`, detail });
  }
}
