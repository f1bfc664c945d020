import { Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import { DataSource, LessThan } from 'typeorm';
import { Config } from '../config.js';
import { Clock } from '../platform/clock.js';
import type { ApiClient } from './api-client.entity.js';
import { ApiClients } from './api-clients.service.js';
import { isInserted } from './institutions.service.js';
import { OAuthProblem } from './oauth-problem.js';
import { ASSERTION_ALGORITHMS } from './public-keys.js';
import { hashSecret, isSecretOf, newSecret, VerifiedSecrets } from './secret.js';
import { UsedAssertion } from './used-assertion.entity.js';

const MOST_SECONDS_AHEAD = 300;

/** How a client proves who it is: by its secret, or by an assertion it signed (RFC 7523). */
export type ClientProof = { clientId: string; secret: string } | { clientId?: string; assertion: string };

/** Authenticates clients at the token endpoint. */
@Injectable()
export class ClientAuthentication {
  private readonly secrets = new VerifiedSecrets();
  private decoyHash: Promise<string> | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly clients: ApiClients,
  ) {}

  /** @throws {OAuthProblem} `invalid-client`, and never says why */
  async authenticate(proof: ClientProof): Promise<ApiClient> {
    const client =
      'secret' in proof ? await this.bySecret(proof.clientId, proof.secret) : await this.byAssertion(proof);
    if (client === null || client.disabledAt !== null) throw new OAuthProblem('invalid-client');
    return client;
  }

  private async bySecret(clientId: string, secret: string): Promise<ApiClient | null> {
    const client = await this.clients.byId(this.db.manager, clientId);
    if (client === null || client.secretHash === null) {
      // An unknown client takes as long to refuse as a wrong secret.
      this.decoyHash ??= hashSecret(newSecret());
      await isSecretOf(await this.decoyHash, secret);
      return null;
    }
    return (await this.secrets.isSecretOf(client.secretHash, secret)) ? client : null;
  }

  private async byAssertion({
    clientId,
    assertion,
  }: {
    clientId?: string;
    assertion: string;
  }): Promise<ApiClient | null> {
    try {
      const issuer = decodeJwt(assertion).iss;
      if (issuer === undefined || (clientId !== undefined && clientId !== issuer)) return null;
      const client = await this.clients.byId(this.db.manager, issuer);
      if (client === null || client.publicJwks === null) return null;
      const { payload } = await jwtVerify(assertion, createLocalJWKSet(client.publicJwks), {
        algorithms: [...ASSERTION_ALGORITHMS],
        issuer,
        subject: issuer,
        audience: [this.config.issuer, `${this.config.issuer}/oauth/token`],
        requiredClaims: ['exp', 'jti'],
        currentDate: this.clock.now(),
      });
      return (await this.isFirstUse(issuer, payload)) ? client : null;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  private async isFirstUse(clientId: string, { exp, jti }: JWTPayload): Promise<boolean> {
    const now = this.clock.now();
    if (exp === undefined || jti === undefined || jti.length > 255) return false;
    // Far expiries would make the memory of used assertions grow without end.
    if (exp > now.getTime() / 1000 + MOST_SECONDS_AHEAD) return false;
    await this.db.manager.delete(UsedAssertion, { clientId, expiresAt: LessThan(now) });
    const used = { clientId, jti, expiresAt: new Date(exp * 1000) };
    const inserted = await this.db.manager
      .createQueryBuilder()
      .insert()
      .into(UsedAssertion)
      .values(used)
      .orIgnore()
      .returning('jti')
      .execute();
    return isInserted(inserted.raw);
  }
}
