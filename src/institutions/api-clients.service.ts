import { Injectable } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import type { EntityManager } from 'typeorm';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { Problem } from '../domain/problem.js';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { ApiClient } from './api-client.entity.js';
import { clientInstitutionOf, Institutions, isInserted } from './institutions.service.js';
import type { Page, PageQuery } from './page.js';
import { pageOf } from './page.js';
import type { ClientPrincipal, InstitutionKind, OfficerPrincipal, Scope } from './principal.js';
import { actorOf, SCOPES } from './principal.js';
import { assertPublicKeys } from './public-keys.js';
import { hashSecret, newSecret } from './secret.js';

/** How long this process may go on believing what it read of a client. A client disabled elsewhere is refused then. */
const FRESH_MS = 2_000;
/** Then it reads again, while it still believes. */
const RENEW_AFTER_MS = 1_000;

/** What was last read of a client, and when. */
interface KnownClient {
  readAtMs: number;
  client: ApiClient | null;
  /** By the scope of a token: who asks all the time is put together once a reading. */
  principals: Map<string, ClientPrincipal | null>;
}

/** What makes a client. With keys it signs assertions (`private_key_jwt`) and has no secret. */
export interface NewApiClient {
  id: string;
  institutionCode: string;
  scopes: Scope[];
  publicJwks?: JSONWebKeySet;
}

/** A client with its new secret, which nobody can read again. */
export interface RevealedClient {
  client: ApiClient;
  secret: string | null;
}

/** The most a client of such an institution may ever do: police organs and regulators hold no cards, and police organs get no directives. */
export function scopesOfKind(kind: InstitutionKind): readonly Scope[] {
  if (kind === 'police_organ') return ['decisions', 'blacklist'];
  return kind === 'regulator' ? ['decisions', 'blacklist', 'directives'] : SCOPES;
}

/** The machines of the institutions. */
@Injectable()
export class ApiClients {
  private readonly known = new Map<string, KnownClient>();
  private readonly readings = new Map<string, Promise<ApiClient | null>>();

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly institutions: Institutions,
    private readonly config: Config,
  ) {}

  /**
   * Who a verified token stands for.
   *
   * @param scope of the token, separated by spaces; a scope withdrawn from the client since then is gone
   * @returns null if the client is gone or disabled
   */
  async principalOf(id: string, scope: string): Promise<ClientPrincipal | null> {
    const known = this.known.get(id);
    const client = known !== undefined && isFresh(known) ? known.client : await this.read(id);
    return principalOfClient(client, scope);
  }

  /** {@link principalOf} of a client that was read lately, at once; undefined if it was not. */
  recentPrincipal(id: string, scope: string): ClientPrincipal | null | undefined {
    const known = this.known.get(id);
    if (known === undefined) return undefined;
    const ageMs = performance.now() - known.readAtMs;
    if (ageMs >= FRESH_MS) return undefined;
    // Whoever asks all the time never waits for a reading.
    if (ageMs > RENEW_AFTER_MS && !this.readings.has(id)) this.read(id).catch(() => undefined);
    const made = known.principals.get(scope);
    if (made !== undefined) return made;
    const principal = principalOfClient(known.client, scope);
    known.principals.set(scope, principal);
    return principal;
  }

  /** @returns null if there is none */
  async byId(manager: EntityManager, id: string): Promise<ApiClient | null> {
    return manager.findOne(ApiClient, { where: { id }, relations: { institution: true } });
  }

  /** In the order of ids. */
  async list(query: PageQuery): Promise<Page<ApiClient>> {
    return pageOf(
      this.db.manager.createQueryBuilder(ApiClient, 'row').innerJoinAndSelect('row.institution', 'institution'),
      query,
    );
  }

  /**
   * @param actor for the audit trail: the administrator, or `system` for the command line of a new installation
   * @throws {Problem} `institution-not-found`, `invalid-scope`, `keys-unusable`, `code-taken`
   */
  async register(actor: string, made: NewApiClient): Promise<RevealedClient> {
    if (made.publicJwks !== undefined) await assertPublicKeys(made.publicJwks);
    const secret = made.publicJwks === undefined ? newSecret() : null;
    const secretHash = secret === null ? null : await hashSecret(secret);
    return this.db.transaction(async (tx) => {
      const institution = await this.institutions.byCode(tx, made.institutionCode);
      if (institution === null) throw new Problem('institution-not-found');
      assertScopes(institution.kind, made.scopes);
      const { id, scopes } = made;
      const row = { id, scopes, secretHash, publicJwks: made.publicJwks ?? null, institutionId: institution.id };
      const inserted = await tx
        .createQueryBuilder()
        .insert()
        .into(ApiClient)
        .values(row)
        .orIgnore()
        .returning('id')
        .execute();
      if (!isInserted(inserted.raw)) throw new Problem('code-taken');
      const detail = {
        institution: institution.code,
        scopes: scopes.join(' '),
        authentication: secret === null ? 'keys' : 'secret',
      };
      await this.audit.append(tx, { actor, what: 'client.registered', object: `client:${id}`, detail });
      return { client: await this.existing(tx, id), secret };
    });
  }

  /** The old secret is void at once. @throws {Problem} `client-not-found` */
  async rotateSecret(admin: OfficerPrincipal, id: string): Promise<RevealedClient> {
    const secret = newSecret();
    const secretHash = await hashSecret(secret);
    const client = await this.change(id, async (tx) => {
      await tx.update(ApiClient, { id }, { secretHash });
      await this.audit.append(tx, { actor: actorOf(admin), what: 'client.secret-rotated', object: `client:${id}` });
    });
    return { client, secret };
  }

  /** @throws {Problem} `client-not-found`, `invalid-scope` */
  async amend(
    admin: OfficerPrincipal,
    id: string,
    wanted: { scopes?: Scope[]; isDisabled?: boolean },
  ): Promise<ApiClient> {
    return this.change(id, async (tx, client) => {
      const scopes = wanted.scopes ?? client.scopes;
      assertScopes(client.institution.kind, scopes);
      const isDisabled = wanted.isDisabled ?? client.disabledAt !== null;
      const disabledAt = isDisabled ? (client.disabledAt ?? this.clock.now()) : null;
      await tx.update(ApiClient, { id }, { scopes, disabledAt });
      const detail = { scopes: scopes.join(' '), disabled: isDisabled };
      await this.audit.append(tx, { actor: actorOf(admin), what: 'client.amended', object: `client:${id}`, detail });
    });
  }

  private async change(id: string, edit: (tx: EntityManager, client: ApiClient) => Promise<void>): Promise<ApiClient> {
    const changed = await this.db.transaction(async (tx) => {
      await tx.findOne(ApiClient, { where: { id }, lock: { mode: 'for_no_key_update' } });
      await edit(tx, await this.existing(tx, id));
      return this.existing(tx, id);
    });
    this.known.delete(id);
    return changed;
  }

  private async existing(tx: EntityManager, id: string): Promise<ApiClient> {
    const client = await this.byId(tx, id);
    if (client === null) throw new Problem('client-not-found');
    return client;
  }

  /**
   * Reads a client; whoever asks meanwhile shares the reading.
   *
   * Where the database is away, what was read before goes on counting as long as answers may be given without it.
   */
  private read(id: string): Promise<ApiClient | null> {
    const under = this.readings.get(id);
    if (under !== undefined) return under;
    const reading = this.readInto(id).finally(() => this.readings.delete(id));
    this.readings.set(id, reading);
    return reading;
  }

  private async readInto(id: string): Promise<ApiClient | null> {
    const before = this.known.get(id);
    const readAtMs = performance.now();
    try {
      const client = await this.byId(this.db.manager, id);
      this.known.set(id, { readAtMs, client, principals: new Map() });
      return client;
    } catch (error) {
      const isUsable = before !== undefined && readAtMs - before.readAtMs < this.config.maxIndexAgeMs;
      if (!isUsable) throw error;
      return before.client;
    }
  }
}

function isFresh({ readAtMs }: KnownClient): boolean {
  return performance.now() - readAtMs < FRESH_MS;
}

function principalOfClient(client: ApiClient | null, scope: string): ClientPrincipal | null {
  if (client === null || client.disabledAt !== null) return null;
  const granted = scope.split(' ');
  const scopes = client.scopes.filter((held) => granted.includes(held));
  return { type: 'client', id: client.id, institution: clientInstitutionOf(client.institution), scopes };
}

function assertScopes(kind: InstitutionKind, scopes: readonly Scope[]): void {
  const allowed = scopesOfKind(kind);
  if (!scopes.every((scope) => allowed.includes(scope))) throw new Problem('invalid-scope');
}
