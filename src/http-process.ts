import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { createApp } from './app.setup.js';
import type { Foundation } from './platform/platform.module.js';
import { Readiness } from './platform/readiness.js';
import { Restrictions } from './restrictions/restrictions.service.js';

/** The application while it listens. */
export interface HttpProcess {
  app: NestFastifyApplication;
  /** Where this machine reaches it, such as `http://127.0.0.1:3000`. */
  address: string;
  /** Takes no new request, finishes those in flight (`DUANKA_SHUTDOWN_SECONDS`) and closes its connections. */
  close(): Promise<void>;
}

/**
 * Serves HTTP in this process. Whatever hinders it is thrown, and nothing is left open then.
 *
 * @param isReadyFirst takes no connection before the restriction index is loaded; else requests until then are told so
 */
export async function serveHttp(foundation: Foundation, log: Logger, isReadyFirst = false): Promise<HttpProcess> {
  const { port, host, shutdownMs } = foundation.config;
  const app = await createApp(foundation, log);
  try {
    if (isReadyFirst) await app.get(Restrictions).loaded();
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, address: addressOf(app, host), close: () => close(app, shutdownMs, log) };
}

async function close(app: NestFastifyApplication, shutdownMs: number, log: Logger): Promise<void> {
  app.get(Readiness).close();
  // Whoever does not let go of a connection must not keep the others waiting for ever.
  const deadline = setTimeout(() => app.getHttpServer().closeAllConnections(), shutdownMs);
  try {
    await app.close();
  } finally {
    clearTimeout(deadline);
  }
  log.info('service stopped');
}

function addressOf(app: NestFastifyApplication, host: string): string {
  const bound = app.getHttpServer().address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const isAny = host === '0.0.0.0' || host === '::';
  const name = isAny ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
