interface Waiting<Item, Result> {
  items: readonly Item[];
  done: (results: Result[]) => void;
  failed: (error: unknown) => void;
}

/**
 * Work that costs the same for one item as for many, such as a commit or a round trip: what comes while it is being done
 * waits and is done together next. Nobody waits for company that has not come.
 */
export class Gathering<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private readonly running = new Set<Promise<void>>();

  /**
   * @param work gives one result per item, in order; if it throws, everybody in the group fails
   * @param most items of one group, unless one caller brings more
   * @param lanes groups that may be under way at the same time
   */
  constructor(
    private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly most: number,
    private readonly lanes = 1,
  ) {}

  /** Results of these items, in order. */
  take(items: readonly Item[]): Promise<Result[]> {
    if (items.length === 0) return Promise.resolve([]);
    return new Promise((done, failed) => {
      this.waiting.push({ items, done, failed });
      if (this.running.size < this.lanes) this.open();
    });
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private open(): void {
    const lane: Promise<void> = this.drain().finally(() => this.running.delete(lane));
    this.running.add(lane);
  }

  private async drain(): Promise<void> {
    // Until the end of this turn of the loop: whoever asks in it comes along.
    await Promise.resolve();
    for (let group = this.nextGroup(); group.length > 0; group = this.nextGroup()) await this.serve(group);
  }

  private async serve(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.work(group.flatMap(({ items }) => items));
      let at = 0;
      for (const { items, done } of group) done(results.slice(at, (at += items.length)));
    } catch (error) {
      for (const { failed } of group) failed(error);
    }
  }

  /** Whoever came first, as many as fit, but at least one. */
  private nextGroup(): Waiting<Item, Result>[] {
    let count = 0;
    for (let size = 0; count < this.waiting.length; count += 1) {
      size += this.waiting[count]?.items.length ?? 0;
      if (size > this.most && count > 0) break;
    }
    return this.waiting.splice(0, count);
  }
}
