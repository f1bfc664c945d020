import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** The API answers data: nothing in it may ever run or be framed. */
const POLICY = { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] };

/** Names, in lower case, and values of the headers that every answer has, unless its route sets them otherwise. */
export const RESPONSE_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ...helmetHeaders(),
  // What is answered about people is not for caches.
  ['cache-control', 'no-store'],
];

/** They depend on no request: asking for them each time would cost more than most answers. */
function helmetHeaders(): [string, string][] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })(request, response, () => undefined);
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}
