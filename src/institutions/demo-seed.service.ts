import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DataSource, In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../config.js';
import { Audit } from '../platform/audit.js';
import { takeTurn } from '../platform/turn.js';
import { ApiClient } from './api-client.entity.js';
import { scopesOfKind } from './api-clients.service.js';
import { DEMO_CLIENTS, DEMO_INSTITUTIONS, DEMO_OFFICERS, demoPassword, demoSecret } from './demo-accounts.js';
import { Institution } from './institution.entity.js';
import { Officer } from './officer.entity.js';
import { hashSecret } from './secret.js';

/** Makes the public demo accounts, in the demo profile only. */
@Injectable()
export class DemoSeed implements OnApplicationBootstrap {
  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
    private readonly audit: Audit,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.seed();
  }

  /** Makes what is missing and changes nothing that exists. Outside the demo profile, and on a decision node, it does nothing at all. */
  async seed(): Promise<void> {
    if (!this.config.isDemo || this.config.role === 'decision') return;
    await this.db.transaction(async (tx) => {
      const missing = await this.missing(tx);
      if (missing === 0) return;
      // Two processes of one demo may start in the same second.
      await takeTurn(tx, 'books');
      await this.seedInstitutions(tx);
      const institutions = await tx.findBy(Institution, { code: In(DEMO_INSTITUTIONS.map(({ code }) => code)) });
      const byCode = new Map(institutions.map((institution) => [institution.code, institution]));
      await this.seedOfficers(tx, byCode);
      await this.seedClients(tx, byCode);
      await this.audit.append(tx, {
        actor: 'system',
        what: 'demo.seeded',
        object: 'demo:accounts',
        detail: { accounts: missing },
      });
    });
  }

  private async missing(tx: EntityManager): Promise<number> {
    const institutions = await tx.countBy(Institution, { code: In(DEMO_INSTITUTIONS.map(({ code }) => code)) });
    const officers = await tx.countBy(Officer, { username: In(DEMO_OFFICERS.map(({ username }) => username)) });
    const clients = await tx.countBy(ApiClient, { id: In([...DEMO_CLIENTS]) });
    return DEMO_INSTITUTIONS.length + DEMO_OFFICERS.length + DEMO_CLIENTS.length - institutions - officers - clients;
  }

  private async seedInstitutions(tx: EntityManager): Promise<void> {
    const rows = DEMO_INSTITUTIONS.map((institution) => ({ id: uuidv7(), ...institution }));
    await tx.createQueryBuilder().insert().into(Institution).values(rows).orIgnore().execute();
  }

  private async seedOfficers(tx: EntityManager, institutions: ReadonlyMap<string, Institution>): Promise<void> {
    const known = new Set((await tx.find(Officer, { select: { username: true } })).map(({ username }) => username));
    const missing = DEMO_OFFICERS.filter(({ username }) => !known.has(username));
    if (missing.length === 0) return;
    // Ids are taken before the slow part, so that the list keeps the order of the documentation.
    const rows = missing.map(({ username, organ, roles }) => ({
      id: uuidv7(),
      username,
      roles: [...roles],
      institutionId: existing(institutions, organ).id,
    }));
    const hashes = await Promise.all(rows.map(({ username }) => hashSecret(demoPassword(username))));
    await tx.insert(
      Officer,
      rows.map((row, index) => ({ ...row, passwordHash: hashes[index] ?? '' })),
    );
  }

  private async seedClients(tx: EntityManager, institutions: ReadonlyMap<string, Institution>): Promise<void> {
    const known = new Set((await tx.find(ApiClient, { select: { id: true } })).map(({ id }) => id));
    const missing = DEMO_CLIENTS.filter((id) => !known.has(id));
    if (missing.length === 0) return;
    const rows = missing.map(async (id) => {
      const institution = existing(institutions, id);
      const secretHash = await hashSecret(demoSecret(id));
      return { id, institutionId: institution.id, scopes: [...scopesOfKind(institution.kind)], secretHash };
    });
    await tx.insert(ApiClient, await Promise.all(rows));
  }
}

function existing(institutions: ReadonlyMap<string, Institution>, code: string): Institution {
  const institution = institutions.get(code);
  if (institution === undefined) throw new Error(`the demo institution ${code} is missing`);
  return institution;
}
