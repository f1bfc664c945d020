import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { Config, DECISION_LOG_MODES, type DecisionLogMode } from '../config.js';
import { Metrics } from '../platform/metrics.js';

/** What `/metrics` tells of the decision log. */
@Injectable()
export class LogMetrics {
  private readonly decisions = new Counter({
    name: 'duanka_decision_log_decisions_total',
    help: 'Decisions made durable',
    registers: [],
  });
  private readonly bytes = new Counter({
    name: 'duanka_decision_log_bytes_total',
    help: 'Bytes of encrypted content written',
    registers: [],
  });
  private readonly failures = new Counter({
    name: 'duanka_decision_log_failed_groups_total',
    help: 'Groups that could not be written; their askers got no decision',
    registers: [],
  });
  private readonly seconds = new Histogram({
    name: 'duanka_decision_log_commit_seconds',
    help: 'Time a group took from the first byte to durable',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [],
  });

  constructor(
    private readonly metrics: Metrics,
    { decisionLog }: Config,
  ) {
    for (const metric of [this.decisions, this.bytes, this.failures, this.seconds, modeGauge(decisionLog)])
      metrics.register(metric);
  }

  /** A group is durable. */
  group(decisions: number, bytes: number, seconds: number): void {
    this.decisions.inc(decisions);
    this.bytes.inc(bytes);
    this.seconds.observe(seconds);
  }

  /** A group was not written. */
  failure(): void {
    this.failures.inc();
  }

  /** @param count tells how many wait whenever it is asked */
  waiting(count: () => number): void {
    this.metrics.register(
      new Gauge({
        name: 'duanka_decision_log_waiting',
        help: 'Decisions that wait for a group',
        registers: [],
        collect() {
          this.set(count());
        },
      }),
    );
  }
}

function modeGauge(mode: DecisionLogMode): Gauge<'mode'> {
  const gauge = new Gauge({
    name: 'duanka_decision_log_mode',
    help: 'Which decisions are logged before they are answered: 1 for the mode of this node',
    labelNames: ['mode'],
    aggregator: 'max',
    registers: [],
  });
  for (const known of DECISION_LOG_MODES) gauge.set({ mode: known }, known === mode ? 1 : 0);
  return gauge;
}
