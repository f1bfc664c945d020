import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { urlOf } from '../platform/database.js';
import { DataSource } from 'typeorm';
import { inThread } from './worker-thread.js';
import type { WhatIfProgress, WhatIfResult, WhatIfTask } from './what-if-run.js';

/** How often the progress is written, and looked whether anybody still wants the result. */
const HEARTBEAT_MS = 500;

type Compared = Omit<WhatIfTask, 'databaseUrl'>;

/** Nobody waits for the result any more, and whoever said so has written it down. */
const CANCELLED = new Error('The what-if was cancelled');

interface Run {
  abort: AbortController;
  ended: Promise<void>;
}

/** The what-ifs that this node computes, each in a thread. */
@Injectable()
export class WhatIfRuns implements OnModuleDestroy {
  private readonly logger = new Logger('rulebooks');
  private readonly running = new Map<string, Run>();

  constructor(private readonly db: DataSource) {}

  /**
   * Begins to compute; the row of that id must be running.
   *
   * @param finish told the result, or why there is none; not if it was cancelled
   */
  run(id: string, compared: Compared, finish: (result: WhatIfResult | Error) => Promise<void>): void {
    const abort = new AbortController();
    const ended = this.compute(id, compared, abort, finish)
      .catch((error: unknown) => this.logger.error(error))
      .finally(() => this.running.delete(id));
    this.running.set(id, { abort, ended });
  }

  /** Ends one, if it runs here. */
  async stop(id: string): Promise<void> {
    const run = this.running.get(id);
    run?.abort.abort(CANCELLED);
    await run?.ended;
  }

  /** Ends all of this node, for good: nobody will go on with them. */
  async onModuleDestroy(): Promise<void> {
    const runs = [...this.running.values()];
    for (const { abort } of runs) abort.abort(new Error('The service was stopped'));
    await Promise.all(runs.map(({ ended }) => ended));
  }

  private async compute(
    id: string,
    compared: Compared,
    abort: AbortController,
    finish: (result: WhatIfResult | Error) => Promise<void>,
  ): Promise<void> {
    let progress: WhatIfProgress = { sanctionsRead: 0, sanctionsTotal: 0 };
    const heart = setInterval(() => void this.beat(id, progress, abort), HEARTBEAT_MS).unref();
    try {
      const result = await inThread<WhatIfResult, WhatIfProgress>(
        'what-if',
        { ...compared, databaseUrl: urlOf(this.db) },
        { signal: abort.signal, onProgress: (now) => (progress = now) },
      );
      await finish(result);
    } catch (error) {
      if (error === CANCELLED) return;
      await finish(error instanceof Error ? error : new Error(String(error)));
    } finally {
      clearInterval(heart);
    }
  }

  private async beat(
    id: string,
    { sanctionsRead, sanctionsTotal }: WhatIfProgress,
    abort: AbortController,
  ): Promise<void> {
    try {
      const rows: unknown[] = await this.db.query(BEAT, [id, sanctionsRead, sanctionsTotal]);
      if (rows.length === 0) abort.abort(CANCELLED);
    } catch {
      // The thread meets the same database; it tells.
      this.logger.debug(`the progress of ${id} was not written`);
    }
  }
}

/** As a query that gives rows: an UPDATE through the driver gives them in another shape. */
const BEAT = `
  WITH beaten AS (
    UPDATE rulebook_what_if SET sanctions_read = $2, sanctions_total = $3, heard_of_at = clock_timestamp()
    WHERE id = $1 AND state = 'running' RETURNING id)
  SELECT id FROM beaten`;
