import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { TargetAddress } from './webhook-targets.service.js';

/** What one call is made with. */
export interface WebhookCall {
  url: URL;
  /** The only addresses that are connected to: the name is not asked again. */
  addresses: readonly TargetAddress[];
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Ends the call. */
  signal: AbortSignal;
}

/**
 * Posts, and returns the status of the answer; its body is not read, and no redirect is followed.
 *
 * @throws {Error} with a `code` where no answer came
 */
export function callWebhook({ url, addresses, headers, body, signal }: WebhookCall): Promise<number> {
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const call = send(
      url,
      // No agent: a connection that was kept open would go where the name led before.
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
        lookup: pinned(addresses),
        signal,
      },
      (answer) => {
        answer.on('error', () => undefined);
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

function pinned(addresses: readonly TargetAddress[]): LookupFunction {
  return (_host, { all }, answer) => {
    const [first] = addresses;
    if (all === true) answer(null, [...addresses]);
    else if (first === undefined) answer(new Error('no address is allowed'), '', 4);
    else answer(null, first.address, first.family);
  };
}
