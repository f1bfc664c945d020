import type { Metrics } from './metrics.js';

/** What one scrape shows: this process, or all workers of this host where it is one of several. */
export class HostMetrics {
  /** @param ofAllWorkers absent: this process is all there is */
  constructor(
    private readonly own: Metrics,
    private readonly ofAllWorkers?: () => Promise<string>,
  ) {}

  /** Prometheus text format. */
  expose(): Promise<string> {
    return this.ofAllWorkers === undefined ? this.own.expose() : this.ofAllWorkers();
  }
}
