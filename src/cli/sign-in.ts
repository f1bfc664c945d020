import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { Problem } from '../domain/problem.js';
import { ApiClients } from '../institutions/api-clients.service.js';
import { Authentication } from '../institutions/authentication.service.js';
import { DEMO_CLIENTS, DEMO_OFFICERS, demoPassword, demoSecret } from '../institutions/demo-accounts.js';
import { OAuth } from '../institutions/oauth.service.js';
import type { ClientPrincipal, OfficerPrincipal, Principal, Role } from '../institutions/principal.js';
import { Sessions } from '../institutions/sessions.service.js';
import type { Prompt } from './terminal.js';

/**
 * Signs in as the service's own doors do: whoever sits at the machine is nobody without a password, or four eyes would
 * be two. Sessions end with the command. In the demo profile the public passwords are used without asking.
 */
export class SignIn {
  private readonly open: OfficerPrincipal[] = [];

  /** @param asksForCode whether the officers have enrolled an authenticator */
  constructor(
    private readonly services: INestApplicationContext,
    private readonly prompt: Prompt,
    private readonly asksForCode = false,
  ) {}

  /** @throws {Problem} `invalid-credentials`, `account-locked`; `forbidden` without the role */
  async officer(username: string, role?: Role): Promise<OfficerPrincipal> {
    const password = this.demoPassword(username) ?? (await this.prompt.secret(`Password of ${username}`));
    const totp = this.asksForCode ? await this.prompt.line(`One-time code of ${username}`) : undefined;
    const session = await this.services
      .get(Sessions)
      .open({ username, password, ...(totp === undefined ? {} : { totp }) });
    const principal = await this.principalOf(session.accessToken);
    if (principal.type !== 'officer') throw new Error('a session belongs to an officer');
    this.open.push(principal);
    if (role !== undefined && !principal.roles.includes(role)) throw new Problem('forbidden');
    return principal;
  }

  /** @throws {Problem} `invalid-client` */
  async client(id: string): Promise<ClientPrincipal> {
    const secret = this.demoSecret(id) ?? (await this.prompt.secret(`Secret of ${id}`));
    const request = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
    const token = await this.services.get(OAuth).grant(request, undefined);
    const principal = await this.principalOf(token.access_token);
    if (principal.type !== 'client') throw new Error('a client token belongs to a client');
    return principal;
  }

  /** A client of that id, or else an officer of that name. */
  async anyone(name: string): Promise<Principal> {
    const client = await this.services.get(ApiClients).byId(this.services.get(DataSource).manager, name);
    return client === null ? this.officer(name) : this.client(name);
  }

  /** Signs out whoever was signed in. */
  async end(): Promise<void> {
    for (const officer of this.open.splice(0)) await this.services.get(Sessions).close(officer);
  }

  private async principalOf(token: string): Promise<Principal> {
    return this.services.get(Authentication).principalOf(`Bearer ${token}`);
  }

  private demoPassword(username: string): string | undefined {
    const isDemo = this.services.get(Config).isDemo && DEMO_OFFICERS.some((officer) => officer.username === username);
    return isDemo ? demoPassword(username) : undefined;
  }

  private demoSecret(id: string): string | undefined {
    const isDemo = this.services.get(Config).isDemo && DEMO_CLIENTS.some((client) => client === id);
    return isDemo ? demoSecret(id) : undefined;
  }
}

/** Works with somebody signed in, and signs out whatever happens. */
export async function signedIn<Result>(signIn: SignIn, work: (signIn: SignIn) => Promise<Result>): Promise<Result> {
  try {
    return await work(signIn);
  } finally {
    await signIn.end();
  }
}
