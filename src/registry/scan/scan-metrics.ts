import { Counter, Gauge, type Metric } from 'prom-client';
import type { ScanAccount } from './scan-account.js';
import { TALLIED } from './tally.js';

/** The budgets for Prometheus, by client id. Read when they are scraped: a question pays nothing for them. */
export function scanMetrics(accounts: () => Iterable<[clientId: string, ScanAccount]>): Metric[] {
  const questions = new Counter({
    name: 'duanka_scan_questions_total',
    help: 'Questions of API clients by what they turned out to be: own customer, stranger, repetition, invalid, refused; and refunds',
    labelNames: ['client', 'kind'],
    registers: [],
    collect() {
      this.reset();
      for (const [client, { tally }] of accounts()) {
        for (const kind of TALLIED) this.inc({ client, kind }, tally.total(kind));
      }
    },
  });
  const remaining = new Gauge({
    name: 'duanka_scan_budget_remaining',
    help: 'Tokens an API client has left for questions about people who are not its customers, when it last asked',
    labelNames: ['client'],
    registers: [],
    collect() {
      for (const [client, { bucket }] of accounts()) this.set({ client }, bucket.remaining);
    },
  });
  return [questions, remaining];
}
