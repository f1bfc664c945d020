import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Revisions } from '../../platform/revisions.js';
import { takeTurn } from '../../platform/turn.js';
import { DirectiveNews } from './directive-news.js';
import { IssuingProgress } from './issuing-progress.js';
import type { ObligationSource } from './obligation.js';

/** How soon directives are issued about what another node changed, or what a clock ended. */
const POLL_MS = 1_000;
/** How long whoever changed the books waits until the directives are out. */
const PATIENCE_MS = 2_000;

/**
 * Issues directives: works off every revision of the books after the cursor of each source, and what ends by the clock. The gap-free
 * revisions are the outbox: a change and its revision share one transaction, and so do directives and the cursor that passes it.
 * Nodes take turns; whatever is done twice comes to nothing.
 */
@Injectable()
export class Issuing implements OnModuleDestroy {
  private readonly logger = new Logger('directives');
  private readonly sources: ObligationSource[] = [];
  private running: Promise<void> | undefined;
  private isAskedAgain = false;
  private poll: NodeJS.Timeout | undefined;
  private unfollow: (() => void) | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly progress: IssuingProgress,
    private readonly revisions: Revisions,
    private readonly news: DirectiveNews,
  ) {}

  /** To be called before {@link start}. */
  add(source: ObligationSource): void {
    this.sources.push(source);
  }

  /** Follows the books from now on. */
  start(): void {
    // Whoever changed the books finds the directives issued when he is answered, unless they are many.
    this.unfollow = this.revisions.follow(() =>
      Promise.race([this.now(), pause(PATIENCE_MS, undefined, { ref: false })]),
    );
    this.poll = setInterval(() => void this.now(), POLL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.poll);
    this.unfollow?.();
    await this.running;
  }

  /** Resolves when everything committed before the call is worked off, or could not be and is tried again later. */
  now(): Promise<void> {
    // A run that is under way may have looked before the change that this call is about.
    this.isAskedAgain = true;
    this.running ??= this.run();
    return this.running;
  }

  private async run(): Promise<void> {
    try {
      while (this.isAskedAgain) {
        this.isAskedAgain = false;
        await this.runUntilDone();
      }
    } finally {
      this.running = undefined;
    }
  }

  /** By turns: an emergency stop does not wait until a million people are worked off, nor for a source that fails. */
  private async runUntilDone(): Promise<void> {
    let busy = [...this.sources];
    while (busy.length > 0) {
      const next: ObligationSource[] = [];
      for (const source of busy) if (await this.attempt(source)) next.push(source);
      busy = next;
    }
  }

  private async attempt(source: ObligationSource): Promise<boolean> {
    try {
      return await this.step(source);
    } catch (error) {
      // Nothing was written and the cursor has not moved: the next poll tries again.
      this.logger.error(`directives of ${source.name} could not be issued; it is tried again`);
      this.logger.error(error);
      return false;
    }
  }

  /** One transaction. @returns whether there may be more to do */
  private async step(source: ObligationSource): Promise<boolean> {
    const { issued, hasMore } = await this.db.transaction(async (tx) => {
      await takeTurn(tx, 'directives');
      return this.progress.workOff(tx, source);
    });
    if (issued > 0) this.news.issued();
    return hasMore;
  }
}
