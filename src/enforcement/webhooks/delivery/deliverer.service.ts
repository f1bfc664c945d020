import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../../platform/clock.js';
import { hasCode } from '../../../platform/error-code.js';
import { DirectiveNews } from '../../directives/directive-news.js';
import { callWebhook } from './webhook-call.js';
import { DeliveryRecords, type ClaimedDelivery } from './delivery-records.service.js';
import { signaturesOf } from './signature.js';
import { announceNews } from './webhook-news.js';
import { TargetRefused, WebhookTargets } from './webhook-targets.service.js';

/** How often news is looked for that another node has issued, and deliveries whose time has come. */
const POLL_MS = 5_000;
/** An answer takes this long at most. */
const TIMEOUT_MS = 15_000;
/** Calls at a time. */
const CALLS = 20;

/** Calls the endpoints of institutions, on every full node; what a node that died had under way, another one sends again. */
@Injectable()
export class Deliverer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('webhooks');
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private unfollow: (() => void) | undefined;
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly records: DeliveryRecords,
    private readonly targets: WebhookTargets,
    private readonly news: DirectiveNews,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.records.isKeptHere) return;
    this.timer = setInterval(() => this.wake(), POLL_MS).unref();
    this.unfollow = this.news.follow(() => this.wake());
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.unfollow?.();
    this.stopping.abort();
    await this.running;
  }

  /** Has whatever is due delivered soon. */
  wake(): void {
    this.work().catch((error: unknown) => this.logger.warn(error));
  }

  /** Delivers whatever is due by the clock. Many calls at once are one round after the one under way. */
  work(): Promise<void> {
    this.next ??= this.running.then(() => {
      this.next = undefined;
      return this.round();
    });
    const round = this.next;
    this.running = round.catch(() => undefined);
    return round;
  }

  private async round(): Promise<void> {
    for (let count = 1; count > 0 && !this.stopping.signal.aborted;) {
      await this.db.transaction((tx) => announceNews(tx, this.clock.now()));
      const claimed = await this.records.claim(CALLS);
      await Promise.all(claimed.map((delivery) => this.deliver(delivery)));
      count = claimed.length;
    }
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const startedAt = this.clock.now();
    const begun = performance.now();
    const outcome = await this.call(delivery, startedAt);
    // Whoever is stopped has not been answered: the delivery is sent again, under the same id.
    if (this.stopping.signal.aborted && outcome.status === null) return;
    await this.records.attempted(delivery, {
      startedAt,
      durationMs: Math.round(performance.now() - begun),
      ...outcome,
    });
  }

  private async call({ id, url, secrets, payload }: ClaimedDelivery, now: Date): Promise<CallOutcome> {
    const timestamp = Math.floor(now.getTime() / 1000);
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Duanka-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signaturesOf(secrets, { id, timestamp, payload }),
    };
    try {
      const target = new URL(url);
      const addresses = await this.targets.addressesOf(target);
      return { status: await callWebhook({ url: target, addresses, headers, body: payload, signal }), error: null };
    } catch (error) {
      return { status: null, error: codeOf(error) };
    }
  }
}

/** The status of the answer, or why none came. */
type CallOutcome = { status: number; error: null } | { status: null; error: string };

/** A code of ours or of the system; never a message, which could repeat the URL. */
function codeOf(error: unknown): string {
  if (error instanceof TargetRefused) return 'address_refused';
  if (hasCode(error, 'ABORT_ERR')) return 'timeout';
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'failed';
}
