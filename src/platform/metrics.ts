import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry, type Metric } from 'prom-client';
import { DataSource } from 'typeorm';
import { Revisions } from './revisions.js';

const ROUTE_LABELS = ['method', 'route', 'status'] as const;

/** All metrics of one process, with their values. */
export type ProcessMetrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** Numbers for Prometheus. Labels are route patterns, never paths: a path could name somebody. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly durations: Histogram<(typeof ROUTE_LABELS)[number]>;

  constructor(dataSource: DataSource, revisions: Revisions) {
    const { registry } = this;
    collectDefaultMetrics({ register: registry });
    this.durations = new Histogram({
      name: 'duanka_http_request_duration_seconds',
      help: 'Duration of HTTP requests by route pattern',
      labelNames: ROUTE_LABELS,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
      registers: [registry],
    });
    registry.registerMetric(poolGauge(dataSource));
    registry.registerMetric(revisionGauge(revisions));
  }

  /** Shows a number of a feature too. Its labels name nobody: ids of clients and kinds of things. */
  register<Label extends string>(metric: Metric<Label>): void {
    this.registry.registerMetric(metric);
  }

  /** Counts one answered request. @param route pattern such as `/v1/sanction-lists/:id`, `none` where no route fits */
  observe(method: string, route: string, status: number, seconds: number): void {
    this.durations.observe({ method, route, status: String(status) }, seconds);
  }

  /** The same for another process, which adds up several. */
  report(): Promise<ProcessMetrics> {
    return this.registry.getMetricsAsJSON();
  }

  /** Prometheus text format. */
  expose(): Promise<string> {
    return this.registry.metrics();
  }
}

function poolGauge(dataSource: DataSource): Gauge<'state'> {
  return new Gauge({
    name: 'duanka_database_connections',
    help: 'Connections of the database pool, and requests that wait for one',
    labelNames: ['state'],
    registers: [],
    collect() {
      const pool = poolOf(dataSource);
      if (pool === undefined) return;
      this.set({ state: 'open' }, pool.totalCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
}

function revisionGauge(revisions: Revisions): Gauge {
  return new Gauge({
    name: 'duanka_revision',
    help: 'Last committed revision',
    // Of several workers: the one that is furthest behind.
    aggregator: 'min',
    registers: [],
    async collect() {
      try {
        this.set(await revisions.current());
      } catch {
        // Without a database there is no revision to tell; the other numbers are then needed most.
        this.remove();
      }
    },
  });
}

interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

/** The driver does not tell its pool in its types. */
function poolOf(dataSource: DataSource): Pool | undefined {
  const driver: object = dataSource.driver;
  return 'master' in driver && isPool(driver.master) ? driver.master : undefined;
}

function isPool(value: unknown): value is Pool {
  return (
    typeof value === 'object' &&
    value !== null &&
    'totalCount' in value &&
    'idleCount' in value &&
    'waitingCount' in value
  );
}
