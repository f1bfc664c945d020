import cluster, { type Worker } from 'node:cluster';
import { HandOver } from './hand-over.js';
import { isReport, type Order, type Report } from './messages.js';
import { RestartPolicy } from './restart-policy.js';

/** What a place tells the host that keeps it. */
export interface PlaceEvents {
  /** Anything a worker says but that it serves. */
  heard(place: WorkerPlace, report: Report): void;
  /** A worker ended; it was not told to. @param delayMs undefined: there is no point in starting another */
  died(place: WorkerPlace, ending: string, delayMs: number | undefined): void;
}

/** One of n places for a worker: when the worker dies, the next one takes its place and its number. */
export class WorkerPlace {
  /** Where the worker serves; undefined until the first one does. */
  address: string | undefined;
  private worker: Worker | undefined;
  private servingSinceMs: number | undefined;
  private readonly policy = new RestartPolicy();
  private isStopping = false;
  private restart: NodeJS.Timeout | undefined;

  /** @param number 1 to n, as the log shows it */
  constructor(
    readonly number: number,
    private readonly events: PlaceEvents,
  ) {}

  /** Whether a worker is there and serves. */
  get isServing(): boolean {
    return this.servingSinceMs !== undefined;
  }

  /** Of the process that is there now. */
  get pid(): number | undefined {
    return this.worker?.process.pid;
  }

  /** Starts a worker. @returns when it serves; never, if that never comes */
  start(environment: Readonly<Record<string, string>>, order: Order): Promise<string> {
    const worker = cluster.fork(environment);
    this.worker = worker;
    this.servingSinceMs = undefined;
    const handOver = new HandOver(worker.process);
    worker.once('exit', (code: number | null, signal: string | null) => {
      handOver.abandon();
      this.onExit(code, signal);
    });
    // A channel that breaks while we write ends with `exit`, which says all there is to say.
    worker.on('error', () => undefined);
    return new Promise((serving) => {
      worker.on('message', (report: unknown) => {
        if (!isReport(report)) return;
        if (report.said === 'here') this.tell(order);
        else if (report.said === 'serving') serving(this.onServing(report.address));
        else this.events.heard(this, report);
      });
    });
  }

  /** The same later. */
  startLater(delayMs: number, start: () => void): void {
    this.restart = setTimeout(start, delayMs);
  }

  /** @returns whether there is a worker to hear it */
  tell(order: Order): boolean {
    if (this.worker?.isConnected() !== true) return false;
    this.worker.send(order);
    return true;
  }

  /** Has the worker finish what it began. @param patienceMs after this time it is killed */
  async stop(patienceMs: number): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.restart);
    const { worker } = this;
    if (worker === undefined || worker.isDead()) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    const deadline = setTimeout(() => worker.process.kill('SIGKILL'), patienceMs);
    this.tell({ do: 'stop' });
    await ended;
    clearTimeout(deadline);
  }

  private onServing(address: string): string {
    this.servingSinceMs = performance.now();
    this.address = address;
    return address;
  }

  private onExit(code: number | null, signal: string | null): void {
    const servedMs = this.servingSinceMs === undefined ? 0 : performance.now() - this.servingSinceMs;
    this.servingSinceMs = undefined;
    if (this.isStopping) return;
    this.events.died(this, signal ?? `exit code ${code}`, this.policy.delayAfter(servedMs));
  }
}
