import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { actorOf, type ClientPrincipal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import { newWebhookSecret } from './delivery/signature.js';
import { INSERT_SUBSCRIPTIONS, WEBHOOK_EVENTS, type WebhookEvent } from './delivery/webhook-news.js';
import { WebhookTargets } from './delivery/webhook-targets.service.js';
import type { NewWebhookRequest, WebhookSecretResponse, WebhookView } from './webhook.dto.js';

/** Endpoints an institution may have. */
export const MOST_WEBHOOKS = 10;
const HOUR_MS = 3_600_000;

/** Where institutions want to be called. Each sees its own, whichever of its clients asks. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly targets: WebhookTargets,
  ) {}

  /** In the order in which they were made. */
  async list(client: ClientPrincipal): Promise<WebhookView[]> {
    return this.read(this.db.manager, client, null);
  }

  /** A new endpoint; it is told what comes from now on. @throws {Problem} `webhook-url-refused`, `webhook-too-many` */
  async create(
    { url, events = [...WEBHOOK_EVENTS] }: NewWebhookRequest,
    client: ClientPrincipal,
  ): Promise<WebhookSecretResponse> {
    const target = this.targets.read(url);
    return this.db.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('webhooks:' || $1, 0))`, [client.institution.id]);
      const known = await this.read(tx, client, null);
      if (known.length >= MOST_WEBHOOKS) throw new Problem('webhook-too-many', { most: MOST_WEBHOOKS });
      const id = uuidv7();
      const now = this.clock.now();
      const encrypted = this.pii.encrypt(target.href, 'webhook_endpoint.url');
      await tx.query(INSERT_ENDPOINT, [id, client.institution.id, encrypted, now]);
      await tx.query(INSERT_SUBSCRIPTIONS, [id, client.institution.id, events]);
      const secret = await this.addSecret(tx, id, now);
      const view = await this.one(tx, client, id);
      await this.record(tx, client, 'webhook.created', id);
      return { ...plain(view), secret };
    });
  }

  /** A new secret; the one before signs as well until the overlap is over, and earlier ones no more. @throws {Problem} `webhook-not-found` */
  async rotateSecret(id: string, overlapHours: number, client: ClientPrincipal): Promise<WebhookSecretResponse> {
    return this.db.transaction(async (tx) => {
      await this.lock(tx, client, id);
      const now = this.clock.now();
      await tx.query(EXPIRE_SECRETS, [id, now, new Date(now.getTime() + overlapHours * HOUR_MS)]);
      const secret = await this.addSecret(tx, id, now);
      const view = await this.one(tx, client, id);
      await this.record(tx, client, 'webhook.secret-rotated', id);
      return { ...plain(view), secret };
    });
  }

  /** @throws {Problem} `webhook-not-found` */
  async setEnabled(id: string, enabled: boolean, client: ClientPrincipal): Promise<WebhookView> {
    return this.db.transaction(async (tx) => {
      await this.lock(tx, client, id);
      if (enabled) {
        await tx.query(ENABLE, [id]);
        await tx.query(
          `UPDATE webhook_delivery SET next_attempt_at = $2 WHERE endpoint_id = $1 AND state = 'pending'`,
          [id, this.clock.now()],
        );
      } else await tx.query(DISABLE, [id, this.clock.now()]);
      const view = await this.one(tx, client, id);
      await this.record(tx, client, enabled ? 'webhook.enabled' : 'webhook.disabled', id);
      return view;
    });
  }

  /** Never called again; its deliveries stay readable. @throws {Problem} `webhook-not-found` */
  async remove(id: string, client: ClientPrincipal): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.lock(tx, client, id);
      const now = this.clock.now();
      await tx.query(DISABLE, [id, now]);
      await tx.query('UPDATE webhook_endpoint SET deleted_at = $2 WHERE id = $1', [id, now]);
      await tx.query(CANCEL, [id]);
      await this.record(tx, client, 'webhook.deleted', id);
    });
  }

  private async lock(tx: EntityManager, client: ClientPrincipal, id: string): Promise<void> {
    const rows: unknown[] = await tx.query(
      'SELECT 1 FROM webhook_endpoint WHERE id = $1 AND institution_id = $2 AND deleted_at IS NULL FOR UPDATE',
      [id, client.institution.id],
    );
    if (rows.length === 0) throw new Problem('webhook-not-found');
  }

  private async addSecret(tx: EntityManager, id: string, now: Date): Promise<string> {
    const secret = newWebhookSecret();
    await tx.query(INSERT_SECRET, [id, this.pii.encrypt(secret, 'webhook_secret.secret'), now]);
    return secret;
  }

  private async one(tx: EntityManager, client: ClientPrincipal, id: string): Promise<WebhookView> {
    const [view] = await this.read(tx, client, id);
    if (view === undefined) throw new Problem('webhook-not-found');
    return view;
  }

  private async read(manager: EntityManager, client: ClientPrincipal, id: string | null): Promise<WebhookView[]> {
    const rows: StoredEndpoint[] = await manager.query(SELECT_ENDPOINTS, [client.institution.id, id]);
    return rows.map((row) => ({
      id: row.id,
      url: this.pii.decryptText(row.url_enc, 'webhook_endpoint.url'),
      events: row.events,
      enabled: row.disabled_at === null,
      disabledReason: row.disabled_reason,
      failingSince: row.failing_since === null ? null : shanghaiInstant(row.failing_since),
      createdAt: shanghaiInstant(row.created_at),
    }));
  }

  private async record(tx: EntityManager, client: ClientPrincipal, what: string, id: string): Promise<void> {
    await this.audit.append(tx, { actor: actorOf(client), what, object: `webhook:${id}` });
  }
}

interface StoredEndpoint {
  id: string;
  url_enc: Buffer;
  events: WebhookEvent[];
  disabled_at: Date | null;
  disabled_reason: WebhookView['disabledReason'];
  failing_since: Date | null;
  created_at: Date;
}

function plain(view: WebhookView): Omit<WebhookSecretResponse, 'secret'> {
  return view;
}

const SELECT_ENDPOINTS = `
  SELECT id, url_enc, disabled_at, disabled_reason, failing_since, created_at,
    ARRAY(SELECT event FROM webhook_subscription WHERE endpoint_id = id ORDER BY event) AS events
  FROM webhook_endpoint WHERE institution_id = $1 AND deleted_at IS NULL AND ($2::uuid IS NULL OR id = $2) ORDER BY id`;

const INSERT_ENDPOINT = `INSERT INTO webhook_endpoint (id, institution_id, url_enc, created_at) VALUES ($1, $2, $3, $4)`;

const INSERT_SECRET = `
  INSERT INTO webhook_secret (endpoint_id, number, secret_enc, created_at)
  SELECT $1, coalesce(max(number), 0) + 1, $2, $3 FROM webhook_secret WHERE endpoint_id = $1`;

/** $2 now, $3 end of the overlap: the one in use until then, those before it no longer than now. */
const EXPIRE_SECRETS = `
  UPDATE webhook_secret SET expires_at = CASE WHEN expires_at IS NULL THEN $3::timestamptz ELSE $2 END
  WHERE endpoint_id = $1 AND (expires_at IS NULL OR expires_at > $2)`;

const ENABLE = `UPDATE webhook_endpoint SET disabled_at = NULL, disabled_reason = NULL, failing_since = NULL WHERE id = $1`;

const DISABLE = `
  UPDATE webhook_endpoint SET disabled_at = $2, disabled_reason = 'institution' WHERE id = $1 AND disabled_at IS NULL`;

const CANCEL = `
  UPDATE webhook_delivery SET state = 'cancelled', next_attempt_at = NULL WHERE endpoint_id = $1 AND state = 'pending'`;
