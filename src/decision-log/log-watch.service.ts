import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config.js';
import { Clock } from '../platform/clock.js';
import { Keyring } from '../platform/keyring.js';
import { anchorKeyOf, type AnchorKey } from './anchor-key.js';
import { lastAnchor, writeAnchor, type AnchorRecord } from './anchors.js';
import { DecisionLog } from './decision-log.service.js';
import { LogDatabase } from './log-database.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An anchor of another node counts for all, also if it came a little early. */
const ANCHOR_DUE_MS = 0.9 * HOUR_MS;
/** A month ahead at least, in days. */
const AHEAD_MS = 32 * DAY_MS;

/** What has to be done for the log from time to time: anchors every hour, months ahead every day. */
@Injectable()
export class LogWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('decision-log');
  private readonly key: AnchorKey;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly config: Config,
    private readonly database: LogDatabase,
    private readonly clock: Clock,
    keyring: Keyring,
    private readonly log: DecisionLog,
  ) {
    this.key = anchorKeyOf(keyring);
  }

  /** Public half of the key that signs the anchors. */
  get anchorKey(): Pick<AnchorKey, 'id' | 'publicKey'> {
    return this.key;
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.decisionLog === 'off') return;
    await this.prepareMonths();
    this.timers.push(
      setInterval(() => void this.prepareMonths(), DAY_MS).unref(),
      setInterval(() => void this.anchorIfDue(), HOUR_MS).unref(),
    );
  }

  /** Signs where the chains stand. @returns null if nothing was written since the last anchor */
  async anchor(): Promise<AnchorRecord | null> {
    const anchor = await this.database.transaction((query) => writeAnchor(query, this.key, this.clock.now()));
    if (anchor !== null) {
      const { number, hash, keyId } = anchor;
      // The log of the service is kept elsewhere: whoever holds this line notices anchors that are gone.
      this.logger.log(`anchor ${number} ${hash.toString('hex')} signed by ${keyId}`);
    }
    return anchor;
  }

  /**
   * No request is being answered any more: what was begun is finished, and what was written is anchored. What cannot be signed
   * now, the next anchor of any node covers.
   */
  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.log.settled();
    await this.attempt(() => this.anchor());
    await this.database.close();
  }

  /** Partitions of this month and the next. */
  private async prepareMonths(): Promise<void> {
    const now = this.clock.now();
    await this.attempt(() =>
      this.database.query('SELECT make_decision_partition($1), make_decision_partition($2)', [
        now,
        new Date(now.getTime() + AHEAD_MS),
      ]),
    );
  }

  private async anchorIfDue(): Promise<void> {
    await this.attempt(async () => {
      const last = await lastAnchor(this.database.query);
      if (last === undefined || this.clock.now().getTime() - last.at.getTime() >= ANCHOR_DUE_MS) await this.anchor();
    });
  }

  /** The service goes on without; the next time, or a writer that needs it, tries again. */
  private async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(error);
    }
  }
}
