import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { orderStateAt, type CardOrderState } from '../../domain/card-order.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, encodeCursor } from '../../platform/cursor.js';
import { Pii } from '../../platform/pii.js';
import { mask } from '../../registry/mask.js';
import type { CardOrderDetail, CardOrderPage, CardOrderView, CardOrdersQuery } from './card-order.dto.js';
import { CardOrder } from './card-order.entity.js';

interface InstitutionName {
  id: string;
  code: string;
  name: string;
}

/** What officers, and the institution it is addressed to, read of an order. */
@Injectable()
export class CardOrderViews {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly pii: Pii,
  ) {}

  /** Newest first. @throws {Problem} `cursor-invalid` */
  async page({ state, cursor, limit }: CardOrdersQuery): Promise<CardOrderPage> {
    const now = this.clock.now();
    const query = this.db
      .getRepository(CardOrder)
      .createQueryBuilder('row')
      .orderBy('row.id', 'DESC')
      .take(limit + 1);
    if (state !== undefined) query.andWhere(`(${STATE_AT}) = :state`, { state, now });
    if (cursor !== undefined) query.andWhere('row.id < :before', { before: uuidOf(cursor) });
    const found = await query.getMany();
    const orders = found.slice(0, limit);
    const last = found.length > limit ? orders.at(-1) : undefined;
    const names = await this.namesOf(orders);
    return {
      items: orders.map((order) => this.viewOf(order, names, now)),
      nextCursor: last === undefined ? null : encodeCursor({ id: last.id }),
    };
  }

  /** @throws {Problem} `card-order-not-found` */
  async get(id: string): Promise<CardOrderDetail> {
    const order = await this.db.getRepository(CardOrder).findOneBy({ id });
    if (order === null) throw new Problem('card-order-not-found');
    return this.detailOf(order);
  }

  /** Of one card with an institution, newest first. @param numberHash keyed hash of its number, space `card` */
  async ofCard(numberHash: Buffer, institutionId: string): Promise<CardOrderView[]> {
    const orders = await this.db
      .getRepository(CardOrder)
      .find({ where: { numberHash, institutionId }, order: { id: 'DESC' } });
    const names = await this.namesOf(orders);
    return orders.map((order) => this.viewOf(order, names, this.clock.now()));
  }

  async detailOf(order: CardOrder): Promise<CardOrderDetail> {
    const { groundsEnc, endReasonEnc } = order;
    return {
      ...this.viewOf(order, await this.namesOf([order]), this.clock.now()),
      grounds: this.pii.decryptText(groundsEnc, 'card_order.grounds'),
      endReason: endReasonEnc === null ? null : this.pii.decryptText(endReasonEnc, 'card_order.end_reason'),
    };
  }

  private async namesOf(orders: readonly CardOrder[]): Promise<Map<string, InstitutionName>> {
    const rows: InstitutionName[] = await this.db.query('SELECT id, code, name FROM institution WHERE id = ANY ($1)', [
      orders.map(({ institutionId }) => institutionId),
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  private viewOf(
    order: CardOrder,
    names: ReadonlyMap<string, InstitutionName>,
    now: Date,
  ): Pick<CardOrderView, keyof CardOrderView> {
    const { code = '', name = '' } = names.get(order.institutionId) ?? {};
    const state: CardOrderState = orderStateAt(order, now);
    // What the clock ended ended then, whenever it is written down.
    const endedAt = state === 'expired' ? order.endsAt : order.endedAt;
    return {
      id: order.id,
      kind: order.kind,
      state,
      card: {
        kind: order.cardKind,
        numberMasked: mask(this.pii.decryptText(order.numberEnc, 'card_order.number')),
      },
      institution: { code, name },
      isRegistered: order.cardId !== null,
      cardId: order.cardId,
      caseNo: order.caseNo,
      reportedAt: instant(order.reportedAt),
      authorId: order.authorId,
      proposedBy: order.proposedBy,
      approvedBy: order.approvedBy,
      createdAt: shanghaiInstant(order.createdAt),
      startsAt: instant(order.startsAt),
      endsAt: instant(order.endsAt),
      extensions: Math.max(0, order.terms - 1),
      endedAt: instant(endedAt),
      revision: order.revision,
    };
  }
}

function instant(date: Date | null): string | null {
  return date === null ? null : shanghaiInstant(date);
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}

/** `orderStateAt` in the database. */
const STATE_AT = `
  CASE WHEN row.state IN ('standing', 'extending') AND row.ends_at <= :now THEN 'expired' ELSE row.state END`;
