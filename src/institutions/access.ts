import type { ExecutionContext } from '@nestjs/common';
import { applyDecorators, createParamDecorator, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../domain/problem.js';
import { DECLARED } from './admission.js';
import type { ClientPrincipal, OfficerPrincipal, Principal, Role, Scope } from './principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; set by the guard on every route that is not public. */
    principal?: Principal;
  }
}

/** Officers with any of these roles may use the route; without roles, any officer. Adds to {@link Clients}. */
export function Officers(...roles: Role[]): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(DECLARED.officers, roles), ApiSecurity('officer'));
}

/** API clients with any of these scopes may use the route; without scopes, any client. Adds to {@link Officers}. */
export function Clients(...scopes: Scope[]): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(DECLARED.clients, scopes), ApiSecurity('client', scopes));
}

/** Parameter: who is asking, officer or client. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) => principalOf(context));

/** Parameter: the officer who is asking. A client is refused. */
export const CurrentOfficer = createParamDecorator((_: unknown, context: ExecutionContext): OfficerPrincipal => {
  const principal = principalOf(context);
  if (principal.type !== 'officer') throw new Problem('forbidden');
  return principal;
});

/** Parameter: the API client that is asking. An officer is refused. */
export const CurrentClient = createParamDecorator((_: unknown, context: ExecutionContext): ClientPrincipal => {
  const principal = principalOf(context);
  if (principal.type !== 'client') throw new Problem('forbidden');
  return principal;
});

function principalOf(context: ExecutionContext): Principal {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (principal === undefined) throw new Problem('unauthenticated');
  return principal;
}
