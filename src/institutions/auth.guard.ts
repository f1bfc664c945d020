import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../domain/problem.js';
import { accessOf, isAllowed } from './admission.js';
import { Authentication } from './authentication.service.js';
import type { Principal } from './principal.js';
import { RateLimits } from './rate-limits.service.js';

/** Denies by default: a route says who may use it, or nobody may. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly authentication: Authentication,
    private readonly limits: RateLimits,
  ) {}

  /** @throws {Problem} `unauthenticated` without a valid token, `forbidden` where the route is for others */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(context.getHandler(), context.getClass());
    if (access === undefined) throw new Problem('forbidden');
    if (access.isPublic) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.authenticate(request, context.switchToHttp().getResponse<FastifyReply>());
    request.principal = principal;
    if (!isAllowed(access, principal)) throw new Problem('forbidden');
    return true;
  }

  private async authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Principal> {
    try {
      return await this.authentication.principalOf(request.headers.authorization);
    } catch (error) {
      if (error instanceof Problem && error.code === 'unauthenticated') {
        this.limits.countFailure(request, reply);
        reply.header('WWW-Authenticate', 'Bearer');
      }
      throw error;
    }
  }
}
