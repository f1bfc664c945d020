import { setTimeout as pause } from 'node:timers/promises';
import { BooksConnection, type BooksSeen } from './books-connection.js';
import { loadIndex, readChanges, type BooksAt } from './change-log.js';
import type { RestrictionIndex } from './restriction-index.js';
import { RevisionWaiters } from './revision-waiters.js';

/** What somebody else does when the index changes. */
export interface FollowerEvents {
  /** Before a revision can be read: whoever else decides by it gets ready first. If it throws, the revision is tried again. */
  beforePublish: (revision: number) => Promise<void>;
  /** The whole index was loaded. */
  loaded: (index: RestrictionIndex, seconds: number) => void;
  /** The books cannot be followed now; it is tried again until it succeeds. @param isNew it worked before */
  failed: (error: unknown, isNew: boolean) => void;
}

/** How often the database is asked for the newest revision, if it wakes nobody. */
const POLL_MS = 1_000;
/** A standby cannot wake anybody; and who waits for a revision must not wait for a wake that was lost. */
const EAGER_POLL_MS = 25;
const LEAST_BACK_OFF_MS = 100;
const MOST_BACK_OFF_MS = 5_000;

const BEFORE_THE_FIRST: BooksAt = { revision: 0, stamp: '' };

/**
 * Keeps an index at the newest revision: the database wakes, polling guarantees, and every change up to the newest revision
 * comes in one snapshot, so that none is left out and none comes twice. What fails is done again on a new connection; an
 * index that is half-way changed is never read.
 */
export class IndexFollower {
  private followed: RestrictionIndex | undefined;
  private at = BEFORE_THE_FIRST;
  private heardOf = 0;
  private confirmedAt: number | undefined;
  /** Where a standby was in the log of its primary when it was looked at; confirmed as soon as it has replayed that far. */
  private mark: { received: number; lookedAt: number } | undefined;
  private isWoken = false;
  private wakeUp: (() => void) | undefined;
  private readonly stopping = new AbortController();
  private readonly waiters = new RevisionWaiters();
  private connection: BooksConnection | undefined;
  private running: Promise<void> | undefined;

  /** @param pollMs how often the database is asked for the newest revision, if it wakes nobody */
  constructor(
    private readonly url: string,
    private readonly events: FollowerEvents,
    private readonly pollMs = POLL_MS,
  ) {}

  /** Undefined until it is loaded, and while it is loaded anew because the database was set back. */
  get index(): RestrictionIndex | undefined {
    return this.followed;
  }

  /** The newest revision that was heard of, whether it is in the index or not. */
  get newest(): number {
    return Math.max(this.heardOf, this.at.revision);
  }

  /** Milliseconds since the index was known to be what the books say; infinite if it never was. */
  ageMs(): number {
    return this.confirmedAt === undefined ? Number.POSITIVE_INFINITY : performance.now() - this.confirmedAt;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Returns when nothing is under way any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.connection?.close();
    await this.running;
  }

  /** Has the books looked at now. Many wakes at once are one. */
  wake(): void {
    this.isWoken = true;
    this.wakeUp?.();
  }

  /** Resolves when the index has the revision; with false if it has not in time. */
  async reached(revision: number, patienceMs: number): Promise<boolean> {
    if (this.followed !== undefined && this.followed.revision >= revision) return true;
    const reached = this.waiters.wait(revision, patienceMs);
    this.wake();
    return reached;
  }

  private async run(): Promise<void> {
    let backOffMs = LEAST_BACK_OFF_MS;
    while (!this.stopping.signal.aborted) {
      try {
        await this.follow(() => (backOffMs = LEAST_BACK_OFF_MS));
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.events.failed(error, backOffMs === LEAST_BACK_OFF_MS);
        await pause(backOffMs, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
        backOffMs = Math.min(2 * backOffMs, MOST_BACK_OFF_MS);
      }
    }
  }

  /** Keeps up on one connection, as long as it lasts. */
  private async follow(onSuccess: () => void): Promise<void> {
    const connection = await BooksConnection.open(this.url, {
      heard: (revision) => this.hear(revision),
      lost: () => this.wake(),
    });
    this.connection = connection;
    try {
      while (!this.stopping.signal.aborted) {
        const isStandby = await this.catchUp(connection);
        onSuccess();
        await this.rest(isStandby || this.waiters.count > 0 ? EAGER_POLL_MS : this.pollMs);
      }
    } finally {
      this.connection = undefined;
      await connection.close();
    }
  }

  /** @returns whether the database is a standby */
  private async catchUp(connection: BooksConnection): Promise<boolean> {
    const seen = await connection.look(this.at.revision);
    const lookedAt = performance.now();
    this.heardOf = seen.newest;
    if (seen.stamp !== this.at.stamp) this.forget();
    if (this.followed === undefined) await this.load(connection);
    else if (seen.newest > this.at.revision) await this.refresh(connection, this.followed);
    this.confirm(seen, lookedAt);
    // What was committed between the look and the first LISTEN would wake nobody.
    if (!seen.isStandby && (await connection.listen())) this.isWoken = true;
    return seen.isStandby;
  }

  private async load(connection: BooksConnection): Promise<void> {
    const startedAt = performance.now();
    const { index, at } = await connection.snapshot(loadIndex);
    await this.events.beforePublish(at.revision);
    this.followed = index;
    this.publish(at);
    this.events.loaded(index, (performance.now() - startedAt) / 1000);
    // It took its time: look again at once.
    this.isWoken = true;
  }

  private async refresh(connection: BooksConnection, index: RestrictionIndex): Promise<void> {
    const changes = await connection.snapshot((client, onProgress) => readChanges(client, index, onProgress));
    await this.events.beforePublish(changes.to.revision);
    try {
      changes.apply();
    } catch (error) {
      // Half of it may be in: nobody must read that.
      this.forget();
      throw error;
    }
    this.publish(changes.to);
  }

  private publish(at: BooksAt): void {
    this.at = at;
    this.waiters.release(at.revision);
  }

  /** The revision this node was at is not in the database any more, or another one: nothing of the index counts. */
  private forget(): void {
    this.followed = undefined;
    this.at = BEFORE_THE_FIRST;
    this.confirmedAt = undefined;
  }

  /** A standby tells its newest revision even if its primary is long gone: it is believed up to what it has received. */
  private confirm({ isStandby, isFed, received, replayed }: BooksSeen, lookedAt: number): void {
    if (!isStandby) {
      this.confirmedAt = lookedAt;
      return;
    }
    if (this.mark !== undefined && replayed >= this.mark.received) {
      this.confirmedAt = this.mark.lookedAt;
      this.mark = undefined;
    }
    if (isFed) this.mark ??= { received, lookedAt };
  }

  private hear(revision: number): void {
    this.heardOf = Math.max(this.heardOf, revision);
    this.wake();
  }

  /** Until somebody wakes, or the time is over. */
  private async rest(ms: number): Promise<void> {
    if (!this.isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms).unref();
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wakeUp = undefined;
    }
    this.isWoken = false;
  }
}
