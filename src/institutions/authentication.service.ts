import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../domain/problem.js';
import { Clock } from '../platform/clock.js';
import { ApiClients } from './api-clients.service.js';
import { OfficerSession } from './officer-session.entity.js';
import { organOf } from './institutions.service.js';
import type { ClientPrincipal, OfficerPrincipal, Principal } from './principal.js';
import { Tokens, type TokenClaims } from './tokens.service.js';

/** Tokens of clients remembered at most: each client needs one in ten minutes. */
const MOST_REMEMBERED = 10_000;

/** A client's token that was verified. */
type VerifiedToken = Extract<TokenClaims, { type: 'client' }>;

/** Tells from the `Authorization` header who is asking. */
@Injectable()
export class Authentication {
  /** By the whole header. */
  private readonly verified = new Map<string, VerifiedToken>();
  /** By connection: whoever keeps one sends the same header again, and comparing two texts takes a tenth of looking one up. */
  private readonly lastSent = new WeakMap<object, { authorization: string; token: VerifiedToken }>();

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly tokens: Tokens,
    private readonly clients: ApiClients,
  ) {}

  /**
   * @param authorization the header as received
   * @throws {Problem} `unauthenticated` for no token, a token that is not ours or expired, a revoked session, a disabled
   *   officer or client; it never says which
   */
  async principalOf(authorization: string | undefined): Promise<Principal> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new Problem('unauthenticated');
    const claims = this.verifiedToken(authorization) ?? (await this.tokens.verify(token));
    if (claims.type === 'officer') return known(await this.officerOf(claims.id, claims.sessionId));
    this.remember(authorization, claims);
    return known(await this.clients.principalOf(claims.id, claims.scope));
  }

  /**
   * {@link principalOf} at once, for a client whose token was verified before and whose record was read lately: checking a
   * signature costs more than answering a question.
   *
   * @param connection the socket it came by
   * @returns undefined for everybody else, who has to ask {@link principalOf}
   */
  recentClient(authorization: string | undefined, connection: object): ClientPrincipal | undefined {
    if (authorization === undefined) return undefined;
    const last = this.lastSent.get(connection);
    const token =
      last?.authorization === authorization ? this.unexpired(last.token) : this.verifiedToken(authorization);
    if (token === undefined) return undefined;
    if (token !== last?.token) this.lastSent.set(connection, { authorization, token });
    return this.clients.recentPrincipal(token.id, token.scope) ?? undefined;
  }

  private verifiedToken(authorization: string | undefined): VerifiedToken | undefined {
    if (authorization === undefined) return undefined;
    const token = this.verified.get(authorization);
    if (token === undefined) return undefined;
    const unexpired = this.unexpired(token);
    if (unexpired === undefined) this.verified.delete(authorization);
    return unexpired;
  }

  private unexpired(token: VerifiedToken): VerifiedToken | undefined {
    return token.expiresAtMs > this.clock.now().getTime() ? token : undefined;
  }

  private remember(authorization: string | undefined, token: VerifiedToken): void {
    if (authorization === undefined || this.verified.has(authorization)) return;
    if (this.verified.size >= MOST_REMEMBERED) this.verified.clear();
    this.verified.set(authorization, token);
  }

  /** Read from the database at every request: a revoked session or a withdrawn role is void at once. */
  private async officerOf(officerId: string, sessionId: string): Promise<OfficerPrincipal | null> {
    const session = await this.db.manager.findOne(OfficerSession, {
      where: { id: sessionId, officerId },
      relations: { officer: { institution: true } },
    });
    if (session === null || session.revokedAt !== null || session.expiresAt <= this.clock.now()) return null;
    const { officer } = session;
    if (officer.disabledAt !== null) return null;
    const { id, username, roles } = officer;
    return { type: 'officer', id, username, roles, organ: organOf(officer.institution), sessionId };
  }
}

function known<Somebody extends Principal>(principal: Somebody | null): Somebody {
  if (principal === null) throw new Problem('unauthenticated');
  return principal;
}
