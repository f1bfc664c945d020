import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config.js';
import { Problem } from '../domain/problem.js';
import { actorOf, type ClientPrincipal } from './principal.js';
import type { Hit } from './windows.js';
import { Windows } from './windows.js';

/** A request that was counted against its limit of requests a minute. */
export type CountedHit = Hit & { limit: number };

/**
 * How often one may ask: per officer or client on all routes together, per address where nobody is signed in, and far
 * less often where passwords and secrets are tried.
 *
 * Each process counts for itself: of `DUANKA_WORKERS=n` each allows the n-th part, so that the host keeps its limit. Who
 * stays on one connection stays with one worker, and has that part only.
 */
@Injectable()
export class RateLimits {
  private readonly windows = new Windows();

  constructor(private readonly config: Config) {}

  /** Counts a request of a client. The caller tells it, see {@link rateLimitHeaders}, and refuses it if it has to be. */
  hitOf(client: ClientPrincipal): CountedHit {
    const limit = this.config.shareOf(this.config.requestsPerMinute);
    const { isAllowed, remaining, seconds } = this.windows.hit(actorOf(client), limit);
    return { isAllowed, remaining, seconds, limit };
  }

  /** Counts a request of whoever is signed in, else of its address. @throws {Problem} `rate-limited` */
  countRequest(request: FastifyRequest, reply: FastifyReply): void {
    const caller = request.principal === undefined ? `address:${request.ip}` : actorOf(request.principal);
    this.count(caller, this.config.requestsPerMinute, reply);
  }

  /** Counts an attempt to sign in, right or wrong, by its address. @throws {Problem} `rate-limited` */
  countAttempt(request: FastifyRequest, reply: FastifyReply): void {
    this.count(`attempts:${request.ip}`, this.config.loginsPerMinute, reply);
  }

  /**
   * Counts a request whose token was refused. Only failures count and only failures are refused: a bad neighbour behind
   * the same address locks nobody out.
   *
   * @throws {Problem} `rate-limited`
   */
  countFailure(request: FastifyRequest, reply: FastifyReply): void {
    this.count(`failures:${request.ip}`, this.config.loginsPerMinute, reply);
  }

  private count(caller: string, hostLimit: number, reply: FastifyReply): void {
    const limit = this.config.shareOf(hostLimit);
    const hit = this.windows.hit(caller, limit);
    reply.headers(rateLimitHeaders({ ...hit, limit }));
    if (!hit.isAllowed) throw new Problem('rate-limited', { seconds: hit.seconds });
  }
}

/** @see draft-ietf-httpapi-ratelimit-headers-05, the form with one header each that most clients read */
export function rateLimitHeaders({ limit, remaining, seconds }: CountedHit): Record<string, number> {
  return { 'RateLimit-Limit': limit, 'RateLimit-Remaining': remaining, 'RateLimit-Reset': seconds };
}
