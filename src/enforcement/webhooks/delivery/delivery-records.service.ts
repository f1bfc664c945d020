import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '../../../config.js';
import { Audit } from '../../../platform/audit.js';
import { Clock } from '../../../platform/clock.js';
import { Pii } from '../../../platform/pii.js';
import { nextAttemptAt } from './retry-schedule.js';

/** A delivery that this node has taken upon itself. */
export interface ClaimedDelivery {
  /** `webhook-id` */
  id: string;
  endpointId: string;
  url: string;
  /** All that sign, the one in use first. */
  secrets: string[];
  payload: string;
  /** That have failed before. */
  attempts: number;
}

/** How a call went. */
export interface Attempt {
  startedAt: Date;
  durationMs: number;
  status: number | null;
  error: string | null;
}

/** Longer than a call may take: after that the node that claimed a delivery is taken for dead. */
const LEASE_MS = 60_000;
/** An endpoint that answers nothing for so long is not called any more. */
const MOST_FAILING_MS = 5 * 24 * 3_600_000;
const GONE = 410;

/** Which deliveries are due, and how they fared. */
@Injectable()
export class DeliveryRecords {
  private readonly logger = new Logger('webhooks');

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly pii: Pii,
    private readonly audit: Audit,
    private readonly config: Config,
  ) {}

  /** Whether this node keeps records at all: a decision node writes nothing. */
  get isKeptHere(): boolean {
    return this.config.role === 'full';
  }

  /** Takes deliveries that are due; nobody else takes them for a minute. */
  async claim(most: number): Promise<ClaimedDelivery[]> {
    const now = this.clock.now();
    const rows: StoredDelivery[] = await this.db.query(CLAIM, [now, new Date(now.getTime() + LEASE_MS), most]);
    return rows.map(({ id, endpoint_id: endpointId, payload, attempts, url_enc: url, secrets }) => ({
      id,
      endpointId,
      payload,
      attempts,
      url: this.pii.decryptText(url, 'webhook_endpoint.url'),
      secrets: secrets.map((secret) => this.pii.decryptText(secret, 'webhook_secret.secret')),
    }));
  }

  /** Records an attempt, and what follows from it. */
  async attempted(delivery: ClaimedDelivery, attempt: Attempt): Promise<void> {
    const { startedAt, durationMs, status, error } = attempt;
    await this.db.transaction(async (tx) => {
      await tx.query(LOCK_ENDPOINT, [delivery.endpointId]);
      await tx.query(INSERT_ATTEMPT, [delivery.id, startedAt, durationMs, status, error]);
      if (status !== null && status >= 200 && status < 300) await this.delivered(tx, delivery);
      else await this.failed(tx, delivery, status);
    });
  }

  /** Also wakes what was waiting for the endpoint: it is there again. */
  private async delivered(tx: EntityManager, { id, endpointId }: ClaimedDelivery): Promise<void> {
    await tx.query(MARK_DELIVERED, [id]);
    await tx.query(MARK_TOLD, [id]);
    await tx.query(`UPDATE webhook_endpoint SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL`, [
      endpointId,
    ]);
    await tx.query(MAKE_DUE, [endpointId, this.clock.now(), new Date(this.clock.now().getTime() + LEASE_MS)]);
  }

  private async failed(
    tx: EntityManager,
    { id, endpointId, attempts }: ClaimedDelivery,
    status: number | null,
  ): Promise<void> {
    const now = this.clock.now();
    const isGone = status === GONE;
    const next = isGone ? null : nextAttemptAt(attempts + 1, now, Math.random());
    await tx.query(MARK_FAILED, [id, next]);
    const [endpoint]: { since: Date }[] = await tx.query(MARK_FAILING, [endpointId, now]);
    const isLost = endpoint !== undefined && now.getTime() - endpoint.since.getTime() >= MOST_FAILING_MS;
    if (isGone || isLost) await this.disable(tx, endpointId, isGone ? 'gone' : 'failing');
  }

  private async disable(tx: EntityManager, endpointId: string, reason: 'gone' | 'failing'): Promise<void> {
    const disabled: unknown[] = await tx.query(DISABLE, [endpointId, this.clock.now(), reason]);
    if (disabled.length === 0) return;
    this.logger.warn(`webhook ${endpointId} disabled: ${reason}`);
    await this.audit.append(tx, {
      actor: 'system',
      what: 'webhook.disabled',
      object: `webhook:${endpointId}`,
      detail: { reason },
    });
  }
}

interface StoredDelivery {
  id: string;
  endpoint_id: string;
  payload: string;
  attempts: number;
  url_enc: Buffer;
  secrets: Buffer[];
}

/** $1 now, $2 until when it is taken, $3 how many. */
const CLAIM = `
  WITH due AS (
    SELECT delivery.id FROM webhook_delivery AS delivery JOIN webhook_endpoint AS endpoint ON endpoint.id = delivery.endpoint_id
    WHERE state = 'pending' AND next_attempt_at <= $1 AND endpoint.disabled_at IS NULL
      -- Of each endpoint the oldest: one that hangs keeps nobody else waiting.
      AND NOT EXISTS (SELECT 1 FROM webhook_delivery AS older WHERE older.endpoint_id = delivery.endpoint_id
        AND older.state = 'pending' AND older.next_attempt_at <= $1
        AND (older.next_attempt_at, older.id) < (delivery.next_attempt_at, delivery.id))
    ORDER BY next_attempt_at LIMIT $3 FOR UPDATE OF delivery SKIP LOCKED
  ), claimed AS (
    UPDATE webhook_delivery SET next_attempt_at = $2 WHERE id IN (SELECT id FROM due)
    RETURNING id, endpoint_id, payload, attempts
  )
  SELECT claimed.*, endpoint.url_enc,
    ARRAY(SELECT secret_enc FROM webhook_secret WHERE endpoint_id = endpoint.id AND (expires_at IS NULL OR expires_at > $1)
      ORDER BY number DESC) AS secrets
  FROM claimed JOIN webhook_endpoint AS endpoint ON endpoint.id = claimed.endpoint_id`;

const LOCK_ENDPOINT = `SELECT 1 FROM webhook_endpoint WHERE id = $1 FOR UPDATE`;

const INSERT_ATTEMPT = `
  INSERT INTO webhook_attempt (delivery_id, number, started_at, duration_ms, status, error)
  SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 FROM webhook_attempt WHERE delivery_id = $1`;

const MARK_DELIVERED = `
  UPDATE webhook_delivery SET state = 'delivered', next_attempt_at = NULL, attempts = attempts + 1 WHERE id = $1`;

const MARK_TOLD = `
  UPDATE webhook_subscription AS subscription SET told_seq = greatest(told_seq, delivery.up_to_seq)
  FROM webhook_delivery AS delivery
  WHERE delivery.id = $1 AND subscription.endpoint_id = delivery.endpoint_id AND subscription.event = delivery.event`;

/** $3: what is due later than that is waiting, and not under way. */
const MAKE_DUE = `
  UPDATE webhook_delivery SET next_attempt_at = $2 WHERE endpoint_id = $1 AND state = 'pending' AND next_attempt_at > $3`;

const MARK_FAILED = `
  UPDATE webhook_delivery SET attempts = attempts + 1, next_attempt_at = $2,
    state = CASE WHEN $2::timestamptz IS NULL THEN 'failed' ELSE 'pending' END
  WHERE id = $1 AND state = 'pending'`;

const MARK_FAILING = `
  WITH marked AS (
    UPDATE webhook_endpoint SET failing_since = coalesce(failing_since, $2) WHERE id = $1 RETURNING failing_since
  )
  SELECT failing_since AS since FROM marked`;

const DISABLE = `
  WITH disabled AS (
    UPDATE webhook_endpoint SET disabled_at = $2, disabled_reason = $3 WHERE id = $1 AND disabled_at IS NULL RETURNING id
  )
  SELECT id FROM disabled`;
