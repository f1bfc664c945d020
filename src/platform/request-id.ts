import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The caller's `X-Request-Id` where it is sane, else a new one. It goes into the log, so nothing personal may hide in it. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && isSane(given) ? given : randomUUID();
}

/** Short, plain, and no run of digits as long as a telephone or identifier number. */
function isSane(id: string): boolean {
  return UUID.test(id) || (/^[A-Za-z0-9._-]{8,64}$/.test(id) && !/\d{11}/.test(id));
}
