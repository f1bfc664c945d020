import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '../../config.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { DirectiveNews } from '../directives/directive-news.js';
import { PARTY_OF } from '../directives/addressee.js';

const MINUTE_MS = 60_000;
/** Escalations of one transaction at most. */
const BATCH = 10_000;
/** Key of the advisory lock that lets one node escalate at a time: the letters "LATE" as a number. */
const ESCALATING = 0x4c415445;

/** Every minute, on every full node and one at a time: whoever has not answered in time is told to the officers, once. */
@Injectable()
export class Escalations implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('enforcement');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly news: DirectiveNews,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'full') return;
    this.timer = setInterval(() => {
      this.running = this.escalate().catch((error: unknown) => this.logger.warn(error));
    }, MINUTE_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Escalates whatever is overdue by the clock. @returns how many are new; none while another node is at it */
  async escalate(): Promise<number> {
    let total = 0;
    for (let count = BATCH; count === BATCH; total += count) {
      count = await this.db.transaction((tx) => this.escalateBatch(tx));
    }
    if (total > 0) this.news.issued();
    return total;
  }

  private async escalateBatch(tx: EntityManager): Promise<number> {
    const [lock]: { held: boolean }[] = await tx.query('SELECT pg_try_advisory_xact_lock($1) AS held', [ESCALATING]);
    if (lock?.held !== true) return 0;
    const now = this.clock.now();
    const escalated: unknown[] = await tx.query(ESCALATE, [now, BATCH]);
    const count = escalated.length;
    if (count < BATCH) await tx.query('UPDATE escalation_progress SET due_until = $1 WHERE due_until < $1', [now]);
    if (count > 0) {
      const act = { actor: 'system', what: 'directives.escalated', object: 'directives', detail: { count } };
      await this.audit.append(tx, act);
    }
    return count;
  }
}

/**
 * $1 now, $2 how many. Only what became due since the last time is looked at; an hour more, for clocks of nodes that differ.
 */
const ESCALATE = `
  WITH late AS (
    SELECT directive.id AS directive_id, institution.id AS institution_id, directive.due_at, sanction.organ_code, sanction.organ_name
    FROM directive
      JOIN (institution JOIN ${PARTY_OF} ON party_of.kind = institution.kind) ON institution.id = directive.institution_id
        OR (directive.institution_id IS NULL AND party_of.party = directive.party)
      LEFT JOIN sanction ON sanction.id = directive.sanction_id
    WHERE directive.ended_at IS NULL AND directive.due_at < $1
      AND directive.due_at >= (SELECT due_until FROM escalation_progress) - interval '1 hour'
      AND NOT EXISTS (SELECT 1 FROM receipt WHERE directive_id = directive.id AND institution_id = institution.id)
      AND NOT EXISTS (SELECT 1 FROM directive_escalation WHERE directive_id = directive.id AND institution_id = institution.id)
    ORDER BY directive.due_at, directive.id, institution.id LIMIT $2)
  INSERT INTO directive_escalation (directive_id, institution_id, seq, overdue_since, organ_code, organ_name, escalated_at)
  SELECT directive_id, institution_id,
    (SELECT coalesce(max(seq), 0) FROM directive_escalation) + row_number() OVER (ORDER BY due_at, directive_id, institution_id),
    due_at, organ_code, organ_name, $1
  FROM late RETURNING seq`;
