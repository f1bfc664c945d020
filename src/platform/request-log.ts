import type { Logger } from 'pino';
import type { Metrics } from './metrics.js';

/** A request that was answered. */
export interface AnsweredRequest {
  requestId: string;
  method: string;
  /** Route pattern, `none` where no route fits: a path could name somebody. */
  route: string;
  status: number;
  elapsedMs: number;
  /** As {@link actorOf} names it; undefined for nobody in particular. */
  asker: string | undefined;
}

/** One line and one measurement per request. */
export function requestLog(metrics: Metrics, log: Logger): (answered: AnsweredRequest) => void {
  return ({ requestId, method, route, status, elapsedMs, asker }) => {
    metrics.observe(method, route, status, elapsedMs / 1000);
    const isProbe = route.startsWith('/health') || route === '/metrics';
    const level = isProbe ? 'debug' : 'info';
    // The line is not put together for nobody.
    if (!log.isLevelEnabled(level)) return;
    const durationMs = Math.round(elapsedMs * 10) / 10;
    log[level]({ requestId, method, route, status, durationMs, asker }, 'request answered');
  };
}
