import type { ProcessMetrics } from '../platform/metrics.js';

/** What the first process tells a worker. */
export type Order =
  | { do: 'serve'; worker: number; databaseUrl: string; logFile: string | null }
  /** Finish what was begun, and end. */
  | { do: 'stop' }
  /** Tell your own metrics. */
  | { do: 'report'; request: number }
  /** The metrics of all workers, which were asked for. */
  | { do: 'take-metrics'; request: number; text: string };

/** What a worker tells the first process. */
export type Report =
  /** It listens to orders from now on; what was sent before is lost. */
  | { said: 'here' }
  | { said: 'serving'; address: string }
  | { said: 'failed'; message: string; code: string; exitCode: number }
  | { said: 'metrics'; request: number; metrics: ProcessMetrics }
  /** Somebody wants to see the metrics of all workers. */
  | { said: 'metrics-wanted'; request: number };

/** Only we write to the channel between our processes; Node's own words never get here. */
export function isOrder(message: unknown): message is Order {
  return typeof message === 'object' && message !== null && 'do' in message;
}

/** See {@link isOrder}. */
export function isReport(message: unknown): message is Report {
  return typeof message === 'object' && message !== null && 'said' in message;
}
