import type { OrganLevel } from '../domain/designation.js';

export const INSTITUTION_KINDS = [
  'police_organ',
  'bank',
  'payment_institution',
  'basic_carrier',
  'mvno',
  'internet_provider',
  'regulator',
] as const;
/** What an institution is; it asks only the questions of its kind. */
export type InstitutionKind = (typeof INSTITUTION_KINDS)[number];

export const ROLES = [
  'submitter',
  'approver',
  'appeals',
  'auditor',
  'rules_author',
  'rules_approver',
  'admin',
] as const;
/** What an officer may do. */
export type Role = (typeof ROLES)[number];

export const SCOPES = ['decisions', 'cards', 'blacklist', 'directives'] as const;
/** What an API client may do. */
export type Scope = (typeof SCOPES)[number];

/** The police organ an officer acts for. */
export interface Organ {
  id: string;
  code: string;
  level: OrganLevel;
  name: string;
  /** GB/T 2260 code, six digits. */
  region: string;
}

/** A person at the desk, signed in. */
export interface OfficerPrincipal {
  type: 'officer';
  id: string;
  username: string;
  roles: readonly Role[];
  organ: Organ;
  sessionId: string;
}

/** The institution a machine asks for. */
export interface ClientInstitution {
  id: string;
  code: string;
  kind: InstitutionKind;
  name: string;
  /** GB/T 2260 code, six digits. */
  region: string;
}

/** A machine of an institution, holding an access token. */
export interface ClientPrincipal {
  type: 'client';
  id: string;
  institution: ClientInstitution;
  scopes: readonly Scope[];
}

/** Who is asking. */
export type Principal = OfficerPrincipal | ClientPrincipal;

/** @returns `officer:<uuid>` or `client:<id>`: the actor of the audit trail, and the subject of a token */
export function actorOf(principal: Principal): string {
  return `${principal.type}:${principal.id}`;
}

/** @returns id of the institution the principal acts for: the officer's organ, or the client's institution */
export function institutionIdOf(principal: Principal): string {
  return principal.type === 'officer' ? principal.organ.id : principal.institution.id;
}
