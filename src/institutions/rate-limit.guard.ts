import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable, SetMetadata } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUnlimited } from '../platform/public.js';
import { RateLimits } from './rate-limits.service.js';

const CREDENTIALS = 'duanka:rate-limit:credentials';

/** The route takes passwords or secrets: each address may try it only a few times a minute. */
export function TakesCredentials(): MethodDecorator {
  return SetMetadata(CREDENTIALS, true);
}

/** Runs after the authentication, so that limits count per officer and client. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  /** @throws {Problem} `rate-limited` */
  canActivate(context: ExecutionContext): true {
    if (isUnlimited(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const takesCredentials: unknown = Reflect.getMetadata(CREDENTIALS, context.getHandler());
    if (takesCredentials === true) this.limits.countAttempt(request, reply);
    else this.limits.countRequest(request, reply);
    return true;
  }
}
