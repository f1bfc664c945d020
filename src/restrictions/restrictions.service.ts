import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { Problem } from '../domain/problem.js';
import { urlOf } from '../platform/database.js';
import { Readiness } from '../platform/readiness.js';
import { Revisions } from '../platform/revisions.js';
import { IndexFollower } from './index-follower.js';
import type { RestrictionIndex } from './restriction-index.js';

/** How long anybody waits for a revision. */
const PATIENCE_MS = 2_000;

/** How the index of this node stands. */
export interface IndexStanding {
  index: RestrictionIndex | undefined;
  /** Newest revision heard of. */
  newest: number;
  /** Seconds since the database last confirmed the index; infinite if it never did. */
  ageSeconds: number;
  /** What the last load of everything took. */
  loadSeconds: number | undefined;
}

/** Who is restricted, and what is known of cards: in the memory of this node, kept at the newest revision. */
@Injectable()
export class Restrictions implements OnModuleDestroy {
  private readonly logger = new Logger('restrictions');
  private readonly follower: IndexFollower;
  private readonly preparations: ((revision: number) => Promise<void>)[] = [];
  private loadSeconds: number | undefined;
  private unfollow: (() => void) | undefined;

  constructor(
    db: DataSource,
    private readonly config: Config,
    private readonly revisions: Revisions,
    private readonly readiness: Readiness,
  ) {
    this.follower = new IndexFollower(urlOf(db), {
      beforePublish: (revision) => this.prepare(revision),
      loaded: (index, seconds) => this.tellLoaded(index, seconds),
      failed: (error, isNew) => this.tellFailed(error, isNew),
    });
  }

  /** Loads the index and follows the books from now on. A service does; a command that decides nothing need not. */
  start(): void {
    if (this.unfollow !== undefined) return;
    // Whoever changed the books finds the change on this node as soon as he is answered.
    this.unfollow = this.revisions.follow(async (revision) => {
      if (this.follower.index !== undefined) await this.follower.reached(revision, PATIENCE_MS);
    });
    this.readiness.require(() => void this.current());
    this.follower.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.unfollow?.();
    await this.follower.stop();
  }

  /**
   * Everything, at `index.revision`. Read what belongs together without an `await` in between: it is of one revision then.
   *
   * @throws {Problem} `not-ready` until it is loaded; `index-outdated` when the database was away for longer than
   *   `config.maxIndexAgeMs`
   */
  current(): RestrictionIndex {
    const { index } = this.follower;
    if (index === undefined) throw new Problem('not-ready');
    const ageMs = this.follower.ageMs();
    if (ageMs > this.config.maxIndexAgeMs) {
      const seconds = Number.isFinite(ageMs) ? Math.floor(ageMs / 1000) : this.config.maxIndexAgeMs / 1000;
      throw new Problem('index-outdated', { seconds, most: this.config.maxIndexAgeMs / 1000 });
    }
    return index;
  }

  /**
   * Resolves when the index has that revision.
   *
   * @throws {Problem} `revision-not-reached` after two seconds
   */
  async reach(revision: number): Promise<void> {
    if (await this.follower.reached(revision, PATIENCE_MS)) return;
    throw new Problem('revision-not-reached', { revision: this.follower.index?.revision ?? 0 });
  }

  /** Resolves when the index is loaded for the first time, however long that takes. */
  async loaded(): Promise<void> {
    while (!(await this.follower.reached(0, PATIENCE_MS)));
  }

  /**
   * Has something done before a revision can be read here, such as reading the rulebooks that were published with it. If it
   * fails, the revision is tried again. To be called before {@link start}.
   */
  beforePublish(prepare: (revision: number) => Promise<void>): void {
    this.preparations.push(prepare);
  }

  standing(): IndexStanding {
    const { follower, loadSeconds } = this;
    return { index: follower.index, newest: follower.newest, ageSeconds: follower.ageMs() / 1000, loadSeconds };
  }

  private async prepare(revision: number): Promise<void> {
    for (const prepare of this.preparations) await prepare(revision);
  }

  private tellLoaded(index: RestrictionIndex, seconds: number): void {
    this.loadSeconds = seconds;
    const { subjects, sanctions, cards } = index.sizes();
    this.logger.log(
      `index loaded: revision ${index.revision}, ${subjects} subjects, ${sanctions} sanctions, ${cards} cards, ${seconds.toFixed(1)} s`,
    );
  }

  /** Once for a failure that goes on: it is tried again several times a second. */
  private tellFailed(error: unknown, isNew: boolean): void {
    if (!isNew) return;
    this.logger.warn('the books cannot be followed; it is tried again');
    this.logger.warn(error);
  }
}
