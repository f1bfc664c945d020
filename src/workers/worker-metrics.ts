import { AggregatorRegistry, Counter, Gauge, Registry } from 'prom-client';
import type { ProcessMetrics } from '../platform/metrics.js';
import type { WorkerPlace } from './worker-place.js';

/** A worker that has not told its metrics by then is too busy or dying: the scrape shows the others. */
const PATIENCE_MS = 2_000;

interface Waiting {
  place: WorkerPlace;
  done: (metrics: ProcessMetrics | undefined) => void;
}

/** Adds up the metrics of all workers, so that one scrape of the host shows the host. */
export class WorkerMetrics {
  private readonly own = new Registry();
  private readonly restarts: Counter;
  private readonly waiting = new Map<number, Waiting>();
  private requests = 0;

  constructor(private readonly places: readonly WorkerPlace[]) {
    this.restarts = new Counter({
      name: 'duanka_worker_restarts_total',
      help: 'Workers that died and were started again',
      registers: [this.own],
    });
    this.own.registerMetric(
      new Gauge({
        name: 'duanka_workers',
        help: 'Workers that serve',
        registers: [],
        collect() {
          this.set(places.filter(({ isServing }) => isServing).length);
        },
      }),
    );
  }

  /** A worker died. */
  countRestart(place: WorkerPlace): void {
    this.restarts.inc();
    // It will not answer any more.
    for (const [request, { place: asked, done }] of this.waiting) {
      if (asked === place) this.settle(request, done, undefined);
    }
  }

  /** What a worker answered to a request of {@link WorkerMetrics.expose}. */
  take(request: number, metrics: ProcessMetrics): void {
    const waiting = this.waiting.get(request);
    if (waiting !== undefined) this.settle(request, waiting.done, metrics);
  }

  /** Prometheus text format. */
  async expose(): Promise<string> {
    const told = await Promise.all(this.places.map((place) => this.ask(place)));
    const all = AggregatorRegistry.aggregate(told.filter((metrics) => metrics !== undefined));
    return `${await all.metrics()}\n${await this.own.metrics()}`;
  }

  private ask(place: WorkerPlace): Promise<ProcessMetrics | undefined> {
    this.requests += 1;
    const request = this.requests;
    return new Promise((done) => {
      if (!place.isServing || !place.tell({ do: 'report', request })) return done(undefined);
      this.waiting.set(request, { place, done });
      setTimeout(() => this.settle(request, done, undefined), PATIENCE_MS).unref();
    });
  }

  private settle(request: number, done: Waiting['done'], metrics: ProcessMetrics | undefined): void {
    this.waiting.delete(request);
    done(metrics);
  }
}
