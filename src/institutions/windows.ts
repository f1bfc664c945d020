/** Every limit is counted in windows of one minute. */
export const WINDOW_MS = 60_000;

/** What one more request of a caller amounts to. */
export interface Hit {
  isAllowed: boolean;
  /** Requests left in the window. */
  remaining: number;
  /** Until the window ends and a new one starts, at least 1. */
  seconds: number;
}

/**
 * Counts requests in fixed windows: one number per caller, in the memory of this process. With several nodes each
 * counts for itself.
 */
export class Windows {
  private readonly open = new Map<string, { endsAtMs: number; hits: number }>();
  private sweepAtMs = 0;

  /** @param elapsedMs a monotonic time: setting the wall clock opens no window */
  constructor(private readonly elapsedMs: () => number = () => performance.now()) {}

  /** Counts one request of a caller. */
  hit(caller: string, limit: number): Hit {
    const nowMs = this.elapsedMs();
    this.sweep(nowMs);
    const known = this.open.get(caller);
    const window = known !== undefined && known.endsAtMs > nowMs ? known : { endsAtMs: nowMs + WINDOW_MS, hits: 0 };
    window.hits += 1;
    this.open.set(caller, window);
    // Fractions of a millisecond are noise of the clock: a fresh window must not count as 61 seconds.
    const seconds = Math.max(1, Math.ceil(Math.round(window.endsAtMs - nowMs) / 1000));
    return { isAllowed: window.hits <= limit, remaining: Math.max(0, limit - window.hits), seconds };
  }

  /** Windows that are over would otherwise pile up, one per address that ever called. */
  private sweep(nowMs: number): void {
    if (nowMs < this.sweepAtMs) return;
    this.sweepAtMs = nowMs + WINDOW_MS;
    for (const [caller, window] of this.open) {
      if (window.endsAtMs <= nowMs) this.open.delete(caller);
    }
  }
}
