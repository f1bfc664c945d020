import 'reflect-metadata';
import cluster from 'node:cluster';
import { failureOf } from '../cli/failure.js';
import { readConfig } from '../config.js';
import { serveHttp, type HttpProcess } from '../http-process.js';
import { Clock } from '../platform/clock.js';
import { openKeyring } from '../platform/keyring.js';
import { openLog } from '../platform/logging.js';
import { Metrics } from '../platform/metrics.js';
import { isOrder, type Order, type Report } from './messages.js';

/** One of several processes that serve HTTP. It takes its orders from the process that started it, and ends with it. */
const metricsWanted = new Map<number, (text: string) => void>();
let requests = 0;
/** Once it serves. */
let http: HttpProcess | undefined;

process.on('message', (message: unknown) => {
  if (isOrder(message)) void obey(message);
});
// A terminal sends its Ctrl-C to every process; when workers stop is for the first one to say.
process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
report({ said: 'here' });

async function obey(order: Order): Promise<void> {
  switch (order.do) {
    case 'serve':
      return serve(order);
    case 'stop':
      return stop();
    case 'report':
      return reportMetrics(order.request);
    case 'take-metrics':
      metricsWanted.get(order.request)?.(order.text);
      metricsWanted.delete(order.request);
  }
}

async function serve(order: Order & { do: 'serve' }): Promise<void> {
  try {
    http = await start(order);
    report({ said: 'serving', address: http.address });
  } catch (error) {
    giveUp(error);
  }
}

async function start({ worker, databaseUrl, logFile }: Order & { do: 'serve' }): Promise<HttpProcess> {
  const config = readConfig();
  const foundation = {
    config,
    databaseUrl,
    keyring: openKeyring(config),
    clock: new Clock(),
    metricsOfAllWorkers,
  };
  // The others serve meanwhile: a worker that takes somebody's place must not refuse its share of their requests.
  const isReadyFirst = true;
  return serveHttp(foundation, openLog(config.logLevel, logFile ?? undefined, worker), isReadyFirst);
}

async function stop(): Promise<void> {
  // Nothing was begun; and what hinders the start may hinder it for ever.
  if (http === undefined) process.exit(0);
  await http.close();
  // Without a channel nothing is left that could keep the process.
  cluster.worker?.disconnect();
}

function giveUp(error: unknown): void {
  const { message, code, exitCode } = failureOf(error);
  // Half a service may hold connections open: it would not end by itself.
  process.send?.({ said: 'failed', message, code, exitCode } satisfies Report, () => process.exit(exitCode));
}

function metricsOfAllWorkers(): Promise<string> {
  requests += 1;
  const request = requests;
  return new Promise((resolve) => {
    metricsWanted.set(request, resolve);
    report({ said: 'metrics-wanted', request });
  });
}

async function reportMetrics(request: number): Promise<void> {
  if (http !== undefined) report({ said: 'metrics', request, metrics: await http.app.get(Metrics).report() });
}

function report(what: Report): void {
  process.send?.(what);
}
