import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** The API answers data: nothing in it may ever run or be framed. */
const POLICY = { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] };

const MACHINE_HEADERS: ReadonlySet<string> = new Set([
  'cache-control',
  'strict-transport-security',
  'x-content-type-options',
]);

/** Names, in lower case, and values of the headers that every answer has, unless its route sets them otherwise. */
export const RESPONSE_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ...helmetHeaders(),
  // What is answered about people is not for caches.
  ['cache-control', 'no-store'],
];

/** Those of {@link RESPONSE_HEADERS} that mean anything to a machine: the others tell a browser what it may do with a page. */
export const DATA_HEADERS = RESPONSE_HEADERS.filter(([name]) => MACHINE_HEADERS.has(name));

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
