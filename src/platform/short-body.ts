import type { IncomingMessage } from 'node:http';
import { joined, type ByteText } from './byte-text.js';

/** Bodies that are read in one go; whatever is longer is for the framework. */
const MOST_BYTES = 16 * 1024;
const JSON_TYPE = 'application/json';

/** The length of a short JSON body that says its length; undefined for every other body. */
export function lengthOfJson({ headers }: IncomingMessage): number | undefined {
  const type = headers['content-type'];
  if (type !== JSON_TYPE && type?.startsWith(`${JSON_TYPE};`) !== true) return undefined;
  const length = Number(headers['content-length']);
  return length > 0 && length <= MOST_BYTES && headers['transfer-encoding'] === undefined ? length : undefined;
}

/** Hands a body of a known length over as soon as its last byte is here; never, if the sender stops before. */
export function whenRead(request: IncomingMessage, length: number, read: (body: ByteText) => void): void {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    // Copied at once: the parser writes over its bytes.
    body += chunk.toString('latin1');
    if (body.length === length) read(joined(body));
  });
}
