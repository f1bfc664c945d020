/** Results that were expensive, kept until others are more recent. The newest is kept in any case. */
export class Recent<Value> {
  private readonly values = new Map<string, Value>();
  private weight = 0;

  /**
   * @param capacity how many are kept
   * @param mostWeight how much they weigh together at most
   */
  constructor(
    private readonly capacity: number,
    private readonly mostWeight = Number.POSITIVE_INFINITY,
    private readonly weigh: (value: Value) => number = () => 0,
  ) {}

  get(key: string): Value | undefined {
    const value = this.values.get(key);
    if (value === undefined) return undefined;
    // A map keeps the order of insertion: the oldest is the first.
    this.values.delete(key);
    this.values.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.drop(key);
    this.values.set(key, value);
    this.weight += this.weigh(value);
    for (const oldest of this.values.keys()) {
      const fits = this.values.size <= this.capacity && this.weight <= this.mostWeight;
      if (fits || oldest === key) break;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    const value = this.values.get(key);
    if (value === undefined) return;
    this.values.delete(key);
    this.weight -= this.weigh(value);
  }
}
