/** How many are computed at once: each reads for long, and holds a connection. */
const AT_ONCE = 2;

/** Results that were expensive, kept until others are more recent. Who asks for the same at once waits for the same. */
export class Recent<Value> {
  private readonly values = new Map<string, Promise<Value>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly capacity: number) {}

  /** @param key of everything the value depends on */
  async get(key: string, compute: () => Promise<Value>): Promise<Value> {
    const value = this.values.get(key) ?? this.inTurn(compute);
    // A map keeps the order of insertion: the oldest is the first.
    this.values.delete(key);
    this.values.set(key, value);
    const [oldest] = this.values.keys();
    if (this.values.size > this.capacity && oldest !== undefined) this.values.delete(oldest);
    try {
      return await value;
    } catch (error) {
      if (this.values.get(key) === value) this.values.delete(key);
      throw error;
    }
  }

  private async inTurn(compute: () => Promise<Value>): Promise<Value> {
    if (this.running < AT_ONCE) this.running += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await compute();
    } finally {
      const next = this.waiting.shift();
      // The place is handed on, so that nobody slips in between.
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
