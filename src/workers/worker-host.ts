import cluster from 'node:cluster';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { Order, Report } from './messages.js';
import { WorkerFailure } from './worker-failure.js';
import { WorkerMetrics } from './worker-metrics.js';
import { WorkerPlace } from './worker-place.js';

/** A worker's own deadline comes first; what is still alive then will not end by itself. */
const GRACE_MS = 5_000;
const CRASH_LOOP_EXIT_CODE = 70;

export interface WorkerHostOptions {
  config: Config;
  /** Of the database that runs already and has its schema. */
  databaseUrl: string;
  /** Where the workers log; null: standard output. */
  logFile: string | null;
  /** Of this process. */
  log: Logger;
}

/**
 * The first process of several: it takes the connections of the one port and hands them to its workers in turn, starts a
 * worker again that died, and ends them all together. It serves nothing itself.
 */
export class WorkerHost {
  /** Rejects with a {@link WorkerFailure} when there is no point in going on; whoever hears it stops the host. */
  readonly failure: Promise<never>;
  private fail: (failure: WorkerFailure) => void = () => undefined;
  private readonly places: readonly WorkerPlace[];
  private readonly metrics: WorkerMetrics;
  private readonly environment: Record<string, string>;

  private constructor(private readonly options: WorkerHostOptions) {
    const { config } = options;
    this.failure = new Promise((_, reject) => (this.fail = reject));
    // Heard by whoever waits for it; nobody may be waiting yet.
    this.failure.catch(() => undefined);
    const events = {
      heard: (place: WorkerPlace, report: Report) => this.onReport(place, report),
      died: (place: WorkerPlace, ending: string, delayMs: number | undefined) => this.onDeath(place, ending, delayMs),
    };
    this.places = Array.from({ length: config.workers }, (_, at) => new WorkerPlace(at + 1, events));
    this.metrics = new WorkerMetrics(this.places);
    this.environment = Object.fromEntries(
      Object.entries(config.environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  }

  /**
   * Returns when all workers serve.
   *
   * @throws {WorkerFailure} where one cannot; none is left running then
   */
  static async start(options: WorkerHostOptions): Promise<WorkerHost> {
    // The worker's file is of the same kind as this one: compiled, or TypeScript under the tests.
    const program = new URL(`./http.worker${extname(import.meta.url)}`, import.meta.url);
    cluster.setupPrimary({ exec: fileURLToPath(program), args: [] });
    const host = new WorkerHost(options);
    try {
      await Promise.race([host.failure, host.startAll()]);
    } catch (error) {
      await host.stop();
      throw error;
    }
    return host;
  }

  /** Where this machine reaches the workers, such as `http://127.0.0.1:3000`. */
  get address(): string {
    return this.places.find(({ address }) => address !== undefined)?.address ?? '';
  }

  /** All workers finish what they began, and end. */
  async stop(): Promise<void> {
    const patienceMs = this.options.config.shutdownMs + GRACE_MS;
    await Promise.all(this.places.map((place) => place.stop(patienceMs)));
  }

  private async startAll(): Promise<void> {
    const [first, ...others] = this.places;
    if (first === undefined) return;
    // The first alone: it makes what a new database needs, such as the first rulebook and the accounts of the demo.
    await this.launch(first);
    await Promise.all(others.map((place) => this.launch(place)));
  }

  private async launch(place: WorkerPlace): Promise<string> {
    const { databaseUrl, logFile, log } = this.options;
    const order: Order = { do: 'serve', worker: place.number, databaseUrl, logFile };
    const address = await place.start(this.environment, order);
    log.info({ worker: place.number, pid: place.pid ?? null }, 'worker serves');
    return address;
  }

  private onReport(place: WorkerPlace, report: Report): void {
    if (report.said === 'metrics') this.metrics.take(report.request, report.metrics);
    if (report.said === 'metrics-wanted') void this.answerMetrics(place, report.request);
    if (report.said === 'failed') this.onFailedStart(place, report);
  }

  private onFailedStart(place: WorkerPlace, { message, code, exitCode }: Report & { said: 'failed' }): void {
    this.options.log.error({ worker: place.number, code, reason: message }, 'worker did not start');
    // What has never worked is a fault of the settings, which no second try repairs.
    if (place.address === undefined) this.fail(new WorkerFailure(message, code, exitCode));
  }

  private onDeath(place: WorkerPlace, ending: string, delayMs: number | undefined): void {
    this.options.log.error({ worker: place.number, ending, restartInMs: delayMs ?? null }, 'worker died');
    if (delayMs === undefined) {
      const message = `Worker ${place.number} dies again and again, last by ${ending}; the service gives up. Its log says more`;
      return this.fail(new WorkerFailure(message, 'worker-crash-loop', CRASH_LOOP_EXIT_CODE));
    }
    this.metrics.countRestart(place);
    place.startLater(delayMs, () => void this.launch(place));
  }

  private async answerMetrics(place: WorkerPlace, request: number): Promise<void> {
    place.tell({ do: 'take-metrics', request, text: await this.metrics.expose() });
  }
}
