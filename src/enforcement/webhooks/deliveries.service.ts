import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import type { ClientPrincipal } from '../../institutions/principal.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, encodeCursor } from '../../platform/cursor.js';
import type { PageQueryDto } from '../../platform/page-query.dto.js';
import { Deliverer } from './delivery/deliverer.service.js';
import { INSERT_DELIVERY, TEST_EVENT, webhookPayload } from './delivery/webhook-news.js';
import type { WebhookAttemptView, WebhookDeliveryPage, WebhookDeliveryView } from './webhook.dto.js';

/** Deliveries of one endpoint that wait at the same time: whoever tries the way more often learns nothing new. */
const MOST_WAITING = 10;

/** The delivery log of an institution's endpoints. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly deliverer: Deliverer,
  ) {}

  /** Newest first, also of an endpoint that was deleted. @throws {Problem} `webhook-not-found`, `cursor-invalid` */
  async page(
    endpointId: string,
    { cursor, limit }: PageQueryDto,
    client: ClientPrincipal,
  ): Promise<WebhookDeliveryPage> {
    await this.assertOwn(endpointId, client);
    const before = cursor === undefined ? null : uuidOf(cursor);
    const found = await this.read(endpointId, { before, id: null, count: limit + 1 });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : encodeCursor({ id: last.id }) };
  }

  /** Sends a message that tells nothing, to try the way. @throws {Problem} `webhook-not-found`, `webhook-disabled`, `webhook-busy` */
  async test(endpointId: string, client: ClientPrincipal): Promise<WebhookDeliveryView> {
    await this.assertEnabled(endpointId, client);
    const now = this.clock.now();
    const id = uuidv7();
    const [waiting]: { count: number }[] = await this.db.query(COUNT_WAITING, [endpointId]);
    if ((waiting?.count ?? 0) >= MOST_WAITING) throw new Problem('webhook-busy');
    await this.db.query(INSERT_DELIVERY, [id, endpointId, TEST_EVENT, webhookPayload(TEST_EVENT, now, {}), null, now]);
    return this.sent(endpointId, id);
  }

  /**
   * Sends a delivery again under its id, now and with all attempts anew.
   *
   * @throws {Problem} `webhook-not-found`, `webhook-disabled`, `webhook-delivery-not-found`
   */
  async replay(endpointId: string, id: string, client: ClientPrincipal): Promise<WebhookDeliveryView> {
    await this.assertEnabled(endpointId, client);
    const replayed: unknown[] = await this.db.query(REPLAY, [endpointId, id, this.clock.now()]);
    if (replayed.length === 0) throw new Problem('webhook-delivery-not-found');
    return this.sent(endpointId, id);
  }

  private async sent(endpointId: string, id: string): Promise<WebhookDeliveryView> {
    const [delivery] = await this.read(endpointId, { before: null, id, count: 1 });
    if (delivery === undefined) throw new Error('The delivery was not written');
    this.deliverer.wake();
    return delivery;
  }

  private async assertEnabled(endpointId: string, client: ClientPrincipal): Promise<void> {
    const { deleted_at: deletedAt, disabled_at: disabledAt } = await this.assertOwn(endpointId, client);
    if (deletedAt !== null) throw new Problem('webhook-not-found');
    if (disabledAt !== null) throw new Problem('webhook-disabled');
  }

  private async assertOwn(
    endpointId: string,
    client: ClientPrincipal,
  ): Promise<{ deleted_at: Date | null; disabled_at: Date | null }> {
    const [row]: { deleted_at: Date | null; disabled_at: Date | null }[] = await this.db.query(
      'SELECT deleted_at, disabled_at FROM webhook_endpoint WHERE id = $1 AND institution_id = $2',
      [endpointId, client.institution.id],
    );
    if (row === undefined) throw new Problem('webhook-not-found');
    return row;
  }

  private async read(
    endpointId: string,
    { before, id, count }: { before: string | null; id: string | null; count: number },
  ): Promise<WebhookDeliveryView[]> {
    const rows: StoredDelivery[] = await this.db.query(SELECT_DELIVERIES, [endpointId, before, id, count]);
    return rows.map(({ createdAt, nextAttemptAt, attempts, ...row }) => ({
      ...row,
      createdAt: shanghaiInstant(createdAt),
      nextAttemptAt: nextAttemptAt === null ? null : shanghaiInstant(nextAttemptAt),
      attempts: attempts.map(({ startedAt, ...attempt }) => ({
        ...attempt,
        startedAt: shanghaiInstant(new Date(startedAt)),
      })),
    }));
  }
}

type StoredDelivery = Omit<WebhookDeliveryView, 'createdAt' | 'nextAttemptAt'> & {
  createdAt: Date;
  nextAttemptAt: Date | null;
  attempts: WebhookAttemptView[];
};

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}

/** $1 endpoint, $2 before this one, $3 only this one, $4 how many. $2 and $3 may be null. */
const SELECT_DELIVERIES = `
  SELECT id, event, state, created_at AS "createdAt", next_attempt_at AS "nextAttemptAt", payload,
    coalesce((SELECT jsonb_agg(jsonb_build_object('number', number, 'startedAt', started_at, 'durationMs', duration_ms,
      'status', status, 'error', error) ORDER BY number) FROM webhook_attempt WHERE delivery_id = id), '[]') AS attempts
  FROM webhook_delivery
  WHERE endpoint_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::uuid IS NULL OR id = $3)
  ORDER BY id DESC LIMIT $4`;

const REPLAY = `
  WITH replayed AS (
    UPDATE webhook_delivery SET state = 'pending', next_attempt_at = $3, attempts = 0
    WHERE endpoint_id = $1 AND id = $2 RETURNING id
  )
  SELECT id FROM replayed`;

const COUNT_WAITING = `SELECT count(*)::integer AS count FROM webhook_delivery WHERE endpoint_id = $1 AND state = 'pending'`;
