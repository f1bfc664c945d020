import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../domain/problem.js';
import { Clock } from '../platform/clock.js';
import { ApiClients } from './api-clients.service.js';
import { OfficerSession } from './officer-session.entity.js';
import { organOf } from './institutions.service.js';
import type { OfficerPrincipal, Principal } from './principal.js';
import { Tokens } from './tokens.service.js';

/** Tells from the `Authorization` header who is asking. */
@Injectable()
export class Authentication {
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
    const claims = await this.tokens.verify(token);
    const principal =
      claims.type === 'officer'
        ? await this.officerOf(claims.id, claims.sessionId)
        : await this.clients.principalOf(claims.id, claims.scope);
    if (principal === null) throw new Problem('unauthenticated');
    return principal;
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
