import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { whenDone } from './cleanup.js';

/** What happens to a request on its way. */
export type Fault =
  /** Answered in place of the service. */
  | { status: number; headers?: Record<string, string> }
  /** The service answers, and the connection breaks in the middle of it. */
  | 'cut'
  /** No answer, and no end. */
  | 'silence'
  /** Nothing: the service answers. */
  | 'none';

/** Stands between a client and the real service as a network does, with the faults a test wants. */
export interface FaultyProxy {
  address: string;
  /** Requests for decisions that came by. */
  asked: () => number;
}

/** @param faultOf what happens to the nth request for decisions, from 1 */
export async function aFaultyProxy(service: string, faultOf: (count: number) => Fault): Promise<FaultyProxy> {
  let count = 0;
  const server = createServer((request, response) => {
    const isQuestion = request.url === '/v1/decisions/batch';
    if (isQuestion) count += 1;
    void pass(service, request, response, isQuestion ? faultOf(count) : 'none');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  whenDone(async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { address: `http://127.0.0.1:${port}`, asked: () => count };
}

async function pass(service: string, request: IncomingMessage, response: ServerResponse, fault: Fault): Promise<void> {
  const body = await bytesOf(request);
  if (fault === 'silence') return;
  if (typeof fault === 'object') {
    response.writeHead(fault.status, fault.headers).end('{"title":"a proxy"}');
    return;
  }
  const answer = await fetch(`${service}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
    headers: Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name) ? [[name, value]] : [],
    ),
    body,
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
  if (fault === 'none') response.end(bytes);
  else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
