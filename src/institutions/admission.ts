import { PUBLIC } from '../platform/public.js';
import type { Principal, Role, Scope } from './principal.js';

/** Metadata keys under which the decorators of `access.ts` leave what a route declares. */
export const DECLARED = {
  officers: 'duanka:access:officers',
  clients: 'duanka:access:clients',
} as const;

/** Who may use a route. Absent means nobody of that kind; an empty array means everybody of that kind. */
export interface Access {
  isPublic: boolean;
  officers?: readonly Role[];
  clients?: readonly Scope[];
}

/**
 * What a route declares. The method wins over the class as a whole: a method never widens by accident what it narrows.
 *
 * @returns undefined if neither declares anything, and then the route is refused
 */
export function accessOf(handler: object, controller: object): Access | undefined {
  return declaredOn(handler) ?? declaredOn(controller);
}

/** Does the declaration let this principal in? */
export function isAllowed(access: Access, principal: Principal): boolean {
  if (access.isPublic) return true;
  if (principal.type === 'officer') return isAnyOf(access.officers, principal.roles);
  return isAnyOf(access.clients, principal.scopes);
}

function isAnyOf<Word>(wanted: readonly Word[] | undefined, held: readonly Word[]): boolean {
  if (wanted === undefined) return false;
  return wanted.length === 0 || wanted.some((word) => held.includes(word));
}

function declaredOn(target: object): Access | undefined {
  const isPublic: unknown = Reflect.getMetadata(PUBLIC, target);
  const officers: readonly Role[] | undefined = Reflect.getMetadata(DECLARED.officers, target);
  const clients: readonly Scope[] | undefined = Reflect.getMetadata(DECLARED.clients, target);
  if (isPublic !== true && officers === undefined && clients === undefined) return undefined;
  return {
    isPublic: isPublic === true,
    ...(officers === undefined ? {} : { officers }),
    ...(clients === undefined ? {} : { clients }),
  };
}
