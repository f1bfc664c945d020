/** Results that were expensive, kept until others are more recent. */
export class Recent<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly capacity: number) {}

  /** @param key of everything the value depends on */
  async get(key: string, compute: () => Promise<Value>): Promise<Value> {
    const value = this.values.get(key) ?? (await compute());
    // A map keeps the order of insertion: the oldest is the first.
    this.values.delete(key);
    this.values.set(key, value);
    const [oldest] = this.values.keys();
    if (this.values.size > this.capacity && oldest !== undefined) this.values.delete(oldest);
    return value;
  }
}
