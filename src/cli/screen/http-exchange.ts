/** The service cannot answer now, and may do so later: too many requests, a restart, a lost connection. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  /**
   * @param isAnswer whether somebody was there at all
   * @param retryAfterMs how long the service asks to wait, if it does
   */
  constructor(
    message: string,
    readonly isAnswer: boolean,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** An answer that arrived whole. */
export interface Exchange {
  readonly status: number;
  readonly text: string;
}

/** Nobody waits longer for one group of rows, and a connection that died silently is found out. */
const ANSWER_MS = 180_000;
const TOO_MANY = 429;

/**
 * Sends one request and reads its answer to the end.
 *
 * A redirect is an answer like any other: neither a token nor a customer is sent where the operator has not said.
 *
 * @param givenUp aborted when nobody waits for the answer any more
 * @throws {Unavailable}
 */
export async function exchange(url: string, request: RequestInit, givenUp: AbortSignal): Promise<Exchange> {
  const { status, text, retryAfter } = await whole(url, request, givenUp);
  if (status === TOO_MANY || status >= 500) throw new Unavailable(`it answers ${status}`, true, waitOf(retryAfter));
  return { status, text };
}

async function whole(
  url: string,
  request: RequestInit,
  givenUp: AbortSignal,
): Promise<Exchange & { retryAfter: string | null }> {
  try {
    const signal = AbortSignal.any([givenUp, AbortSignal.timeout(ANSWER_MS)]);
    const response = await fetch(url, { ...request, redirect: 'manual', signal });
    const text = await response.text();
    return { status: response.status, text, retryAfter: response.headers.get('retry-after') };
  } catch (error) {
    throw new Unavailable(codeOf(error), false);
  }
}

/** @param header seconds or a date, RFC 9110 section 10.2.3 */
function waitOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** `ECONNREFUSED` and its like; `fetch` hides them in the cause. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'the connection was lost';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) return codeOf(error.errors[0]);
  if ('cause' in error && error.cause !== undefined) return codeOf(error.cause);
  return 'name' in error && error.name === 'TimeoutError' ? 'no answer in time' : 'the connection was lost';
}
