interface Waiter {
  revision: number;
  answer: (isReached: boolean) => void;
}

/** Those who wait until a revision is there. */
export class RevisionWaiters {
  private readonly waiting = new Set<Waiter>();

  get count(): number {
    return this.waiting.size;
  }

  /** Resolves with whether the revision was {@link release}d in time. */
  wait(revision: number, patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter = { revision, answer: (isReached: boolean) => this.settle(waiter, timer, isReached, resolve) };
      const timer = setTimeout(() => waiter.answer(false), patienceMs);
      this.waiting.add(waiter);
    });
  }

  /** Everybody who waits for this revision or an earlier one has waited long enough. */
  release(revision: number): void {
    for (const waiter of this.waiting) if (waiter.revision <= revision) waiter.answer(true);
  }

  private settle(
    waiter: Waiter,
    timer: NodeJS.Timeout,
    isReached: boolean,
    resolve: (isReached: boolean) => void,
  ): void {
    clearTimeout(timer);
    this.waiting.delete(waiter);
    resolve(isReached);
  }
}
