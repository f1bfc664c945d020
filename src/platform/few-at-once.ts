/** Does what is long and holds connections a few at a time: the others wait without one. Who asks for the same meanwhile waits for the same. */
export class FewAtOnce<Value> {
  private readonly computing = new Map<string, Promise<Value>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** @param most how many run at once */
  constructor(private readonly most: number) {}

  /** @param key of everything the value depends on */
  async run(key: string, compute: () => Promise<Value>): Promise<Value> {
    const value = this.computing.get(key) ?? this.inTurn(compute);
    this.computing.set(key, value);
    try {
      return await value;
    } finally {
      if (this.computing.get(key) === value) this.computing.delete(key);
    }
  }

  private async inTurn(compute: () => Promise<Value>): Promise<Value> {
    if (this.running < this.most) this.running += 1;
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
