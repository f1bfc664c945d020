import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import { canonicalJson } from '../domain/canonical.js';
import type { LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { inForceOn } from '../domain/publication.js';
import { actorOf, type OfficerPrincipal } from '../institutions/principal.js';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { WhatIfRuns } from './what-if-runs.service.js';
import type { WhatIfResult } from './what-if-run.js';
import { RulebookWhatIf } from './what-if.entity.js';

/** A node that is not heard of for so long computes nothing any more. */
const LOST_AFTER = '30 seconds';
const SHOWN = 50;

/** What candidates would change: asked for, computed in a thread, read, cancelled. */
@Injectable()
export class WhatIfs {
  private readonly logger = new Logger('rulebooks');

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly rulebooks: RulebookStore,
    private readonly runs: WhatIfRuns,
  ) {}

  /**
   * Starts to compute what a rulebook would change if it came into force on a day, compared with the one that would be in
   * force on that day without it.
   *
   * @param effectiveFrom by default today
   * @throws {Problem} `rulebook-not-found`, `effective-day-past`, `what-if-running`
   */
  async start(hash: string, effectiveFrom: LocalDate | undefined, officer: OfficerPrincipal): Promise<RulebookWhatIf> {
    const today = this.clock.today();
    const day = effectiveFrom ?? today;
    if (day < today) throw new Problem('effective-day-past', { today });
    await this.assertStored(hash);
    await this.rulebooks.refresh();
    const against = inForceOn(this.rulebooks.published(), day);
    if (against === undefined) throw new Error('No rulebook was ever published');
    const id = await this.begin(hash, against.rulebookHash, day, officer);
    const compared = { rulebook: hash, against: against.rulebookHash, effectiveFrom: day };
    this.runs.run(id, compared, (result) => this.finish(id, compared, result));
    return this.get(hash, id);
  }

  /** @throws {Problem} `what-if-not-found` */
  async get(hash: string, id: string): Promise<RulebookWhatIf> {
    await this.giveUpLost();
    const found = await this.db.getRepository(RulebookWhatIf).findOneBy({ id, rulebookHash: hash });
    if (found === null) throw new Problem('what-if-not-found');
    return found;
  }

  /** The last ones of a rulebook, newest first. @throws {Problem} `rulebook-not-found` */
  async list(hash: string): Promise<RulebookWhatIf[]> {
    await this.assertStored(hash);
    await this.giveUpLost();
    const order = { id: 'DESC' } as const;
    return this.db.getRepository(RulebookWhatIf).find({ where: { rulebookHash: hash }, order, take: SHOWN });
  }

  /** Ends one that runs, wherever it runs; one that is finished stays as it is. @throws {Problem} `what-if-not-found` */
  async cancel(hash: string, id: string): Promise<RulebookWhatIf> {
    await this.get(hash, id);
    // The node that computes it notices that its row runs no more.
    await this.end(id, 'cancelled');
    await this.runs.stop(id);
    return this.get(hash, id);
  }

  private async begin(
    hash: string,
    against: string,
    effectiveFrom: LocalDate,
    officer: OfficerPrincipal,
  ): Promise<string> {
    const id = uuidv7();
    await this.giveUpLost();
    try {
      await this.db.transaction(async (tx) => {
        await tx.query(
          `INSERT INTO rulebook_what_if (id, rulebook_hash, against_hash, effective_from, requested_by, requested_at, state)
           VALUES ($1, $2, $3, $4, $5, $6, 'running')`,
          [id, hash, against, effectiveFrom, officer.id, this.clock.now()],
        );
        await this.audit.append(tx, {
          actor: actorOf(officer),
          what: 'what-if.run',
          object: `rulebook:${hash}`,
          detail: { whatIf: id, against, effectiveFrom },
        });
      });
    } catch (error) {
      if (isSecondOne(error)) throw new Problem('what-if-running');
      throw error;
    }
    return id;
  }

  private async finish(
    id: string,
    compared: { rulebook: string; against: string; effectiveFrom: LocalDate },
    result: WhatIfResult | Error,
  ): Promise<void> {
    if (result instanceof Error) {
      this.logger.error(result);
      await this.end(id, 'failed');
      return;
    }
    const signed = createHash('sha256').update(canonicalJson({ ...compared, report: result }));
    await this.db.query(
      `UPDATE rulebook_what_if SET state = 'done', finished_at = $2, report = $3, diff_hash = $4,
         sanctions_read = $5, sanctions_total = $5 WHERE id = $1 AND state = 'running'`,
      [id, this.clock.now(), JSON.stringify(result), `sha256:${signed.digest('hex')}`, result.sanctions],
    );
  }

  private async end(id: string, state: 'failed' | 'cancelled'): Promise<void> {
    await this.db.query(
      `UPDATE rulebook_what_if SET state = $2, finished_at = $3 WHERE id = $1 AND state = 'running'`,
      [id, state, this.clock.now()],
    );
  }

  /** A node that died leaves its what-if running for ever: nobody waits for it. */
  private async giveUpLost(): Promise<void> {
    await this.db.query(
      `UPDATE rulebook_what_if SET state = 'failed', finished_at = $1
       WHERE state = 'running' AND heard_of_at < clock_timestamp() - $2::interval`,
      [this.clock.now(), LOST_AFTER],
    );
  }

  private async assertStored(hash: string): Promise<void> {
    const rows: unknown[] = await this.db.query('SELECT 1 FROM rulebook WHERE hash = $1', [hash]);
    if (rows.length === 0) throw new Problem('rulebook-not-found');
  }
}

function isSecondOne(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause: { constraint?: string } = error.driverError;
  return cause.constraint === 'rulebook_what_if_single';
}
