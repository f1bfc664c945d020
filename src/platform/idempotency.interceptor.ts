import { createHash, type Hash } from 'node:crypto';
import {
  Catch,
  type ArgumentsHost,
  type CallHandler,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { canonicalJson } from '../domain/canonical.js';
import { Problem } from '../domain/problem.js';
import type { Claim, IdempotencyRecords, KeptRequest, StoredAnswer } from './idempotency-records.js';
import { NDJSON } from './ndjson.js';

/** Who sends a request; undefined for nobody in particular, whose keys cannot be told apart. */
export type WhoAsks = (request: FastifyRequest) => string | undefined;

/** A request that holds a key, from its claim to its answer. */
interface Holding {
  claim: Claim;
  /** Present where the body is a stream, which is known only when the handler has read it. */
  streamHash?: Hash;
}

/** Carries a kept answer past Nest's own handling of results, which would set the route's status. */
class Replay extends Error {
  constructor(readonly answer: StoredAnswer) {
    super('answered before');
  }
}

/**
 * `Idempotency-Key` on POST and PUT, per officer or client, for 24 hours:
 *
 * - the first request is carried out; the same again gets the same status and body, with `Idempotency-Replayed: true`
 * - while the first one is being processed: 409 `idempotency-in-progress`
 * - another request under the same key: 422 `idempotency-key-reused`
 * - an answer of 5xx is not kept: the request may be tried again
 *
 * Uploaded files count as part of the request. A stream of lines is no single request: 400 `idempotency-not-for-streams`.
 */
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly holdings = new WeakMap<FastifyRequest, Holding>();

  constructor(
    private readonly records: IdempotencyRecords,
    private readonly whoAsks: WhoAsks,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = keyOf(request);
    const principal = this.whoAsks(request);
    if (key !== undefined && principal !== undefined) await this.hold(request, { principal, key });
    return next.handle();
  }

  /** To be called with every answer before it leaves, so that nobody sees one that is not kept. */
  async settle(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void> {
    const holding = this.holdings.get(request);
    if (holding === undefined) return;
    this.holdings.delete(request);
    const isWhole = holding.streamHash === undefined || request.raw.readableEnded;
    const contentType = reply.getHeader('Content-Type');
    if (reply.statusCode >= 500 || typeof payload !== 'string' || !isWhole) return this.records.release(holding.claim);
    const requestHash = holding.streamHash?.digest() ?? holding.claim.requestHash;
    await this.records.keep(
      { ...holding.claim, requestHash },
      { status: reply.statusCode, contentType: String(contentType ?? ''), body: payload },
    );
  }

  private async hold(request: FastifyRequest, { principal, key }: { principal: string; key: string }): Promise<void> {
    const hash = createHash('sha256').update(`${request.method} ${request.url}\n`);
    const isUpload = isMultipart(request);
    if (isUpload) listen(request, hash);
    else hash.update(canonicalJson(request.body ?? null));
    const claim = { principal, key, requestHash: isUpload ? Buffer.alloc(32) : hash.digest() };
    const kept = await this.records.claim(claim);
    if (kept === undefined) this.holdings.set(request, { claim, ...(isUpload ? { streamHash: hash } : {}) });
    else await this.replay(kept, request, isUpload ? hash : undefined, claim.requestHash);
  }

  private async replay(
    kept: KeptRequest,
    request: FastifyRequest,
    streamHash: Hash | undefined,
    requestHash: Buffer,
  ): Promise<never> {
    if (streamHash !== undefined) await readToEnd(request);
    const asked = streamHash?.digest() ?? requestHash;
    throw asked.equals(kept.requestHash) ? new Replay(kept.answer) : new Problem('idempotency-key-reused');
  }
}

/** Sends a kept answer as it was. */
@Catch(Replay)
export class ReplayFilter implements ExceptionFilter<Replay> {
  catch({ answer }: Replay, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply
      .status(answer.status)
      .header('Content-Type', answer.contentType)
      .header('Idempotency-Replayed', 'true')
      .send(answer.body);
  }
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || !['POST', 'PUT'].includes(request.method)) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new Problem('idempotency-key-invalid');
  if (contentTypeOf(request).startsWith(NDJSON)) throw new Problem('idempotency-not-for-streams');
  return key;
}

function contentTypeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').toLowerCase();
}

function isMultipart(request: FastifyRequest): boolean {
  return contentTypeOf(request).startsWith('multipart/form-data');
}

/**
 * Hashes the body while the handler reads it. The boundary is left out: every client makes up a new one each time.
 * The stream says `resume` before its first bytes flow, so that nothing is missed and nothing starts too early.
 */
function listen(request: FastifyRequest, hash: Hash): void {
  const boundary = /boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
  const digest = new BoundaryFreeDigest(hash, Buffer.from(boundary));
  request.raw.once('resume', () => {
    request.raw.on('data', (chunk: Buffer) => digest.take(chunk));
    request.raw.once('end', () => digest.end());
  });
}

async function readToEnd(request: FastifyRequest): Promise<void> {
  if (request.raw.readableEnded) return;
  await new Promise<void>((resolve, reject) => {
    request.raw.once('end', resolve).once('error', reject).resume();
  });
}

class BoundaryFreeDigest {
  private rest: Buffer = Buffer.alloc(0);

  constructor(
    private readonly hash: Hash,
    private readonly boundary: Buffer,
  ) {}

  take(chunk: Buffer): void {
    let bytes = Buffer.concat([this.rest, chunk]);
    if (this.boundary.length > 0) {
      for (let at = bytes.indexOf(this.boundary); at !== -1; at = bytes.indexOf(this.boundary)) {
        this.hash.update(bytes.subarray(0, at));
        bytes = bytes.subarray(at + this.boundary.length);
      }
    }
    // A boundary may be cut in two by the chunks.
    const kept = Math.min(bytes.length, Math.max(this.boundary.length - 1, 0));
    this.hash.update(bytes.subarray(0, bytes.length - kept));
    this.rest = bytes.subarray(bytes.length - kept);
  }

  end(): void {
    this.hash.update(this.rest);
    this.rest = Buffer.alloc(0);
  }
}
