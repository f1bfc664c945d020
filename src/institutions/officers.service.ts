import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Problem } from '../domain/problem.js';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { Institutions, isInserted } from './institutions.service.js';
import { Officer } from './officer.entity.js';
import type { Page, PageQuery } from './page.js';
import { pageOf } from './page.js';
import type { OfficerPrincipal, Role } from './principal.js';
import { actorOf } from './principal.js';
import { hashSecret } from './secret.js';
import { Sessions } from './sessions.service.js';

/** What makes an officer. */
export interface NewOfficer {
  username: string;
  organCode: string;
  roles: Role[];
  password: string;
}

/** What an administrator may change of an officer; absent stays as it is. */
export interface OfficerChange {
  roles?: Role[];
  isDisabled?: boolean;
  password?: string;
  /** Forgets the authenticator: the officer signs in by password until a new one is confirmed. */
  resetTotp?: true;
}

/** The people at the desks. */
@Injectable()
export class Officers {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly institutions: Institutions,
    private readonly sessions: Sessions,
  ) {}

  /** In the order of registration. */
  async list(query: PageQuery): Promise<Page<Officer>> {
    return pageOf(
      this.db.manager.createQueryBuilder(Officer, 'row').innerJoinAndSelect('row.institution', 'institution'),
      query,
    );
  }

  /** Who they are, as pages show who did what; unknown ids are left out. */
  async names(ids: readonly string[]): Promise<{ id: string; username: string; organName: string }[]> {
    return this.db.query(
      `SELECT officer.id, username, institution.name AS "organName"
       FROM officer JOIN institution ON institution.id = institution_id WHERE officer.id = ANY ($1) ORDER BY username`,
      [ids],
    );
  }

  /**
   * @param actor for the audit trail: the administrator, or `system` for the command line of a new installation
   * @throws {Problem} `institution-not-found`, `organ-needed`, `code-taken`
   */
  async register(actor: string, made: NewOfficer): Promise<Officer> {
    const passwordHash = await hashSecret(made.password);
    return this.db.transaction(async (tx) => {
      const organ = await this.institutions.byCode(tx, made.organCode);
      if (organ === null) throw new Problem('institution-not-found');
      if (organ.kind !== 'police_organ') throw new Problem('organ-needed');
      const { username, roles } = made;
      const id = uuidv7();
      const row = { id, username, roles, passwordHash, institutionId: organ.id };
      const inserted = await tx
        .createQueryBuilder()
        .insert()
        .into(Officer)
        .values(row)
        .orIgnore()
        .returning('id')
        .execute();
      if (!isInserted(inserted.raw)) throw new Problem('code-taken');
      const detail = { organ: organ.code, roles: roles.join(' ') };
      await this.audit.append(tx, {
        actor,
        what: 'officer.registered',
        object: `officer:${id}`,
        detail,
      });
      return this.existing(tx, id);
    });
  }

  /**
   * Roles count from the next request on. Disabling, a new password and a forgotten authenticator end all sessions.
   *
   * @throws {Problem} `officer-not-found`; `own-account`: nobody gives rights to themselves, or takes the last ones
   */
  async amend(admin: OfficerPrincipal, id: string, wanted: OfficerChange): Promise<Officer> {
    if (admin.id === id) throw new Problem('own-account');
    const credentials = await credentialsOf(wanted);
    return this.db.transaction(async (tx) => {
      await tx.findOne(Officer, { where: { id }, lock: { mode: 'for_no_key_update' } });
      const officer = await this.existing(tx, id);
      const roles = wanted.roles ?? officer.roles;
      const isDisabled = wanted.isDisabled ?? officer.disabledAt !== null;
      const disabledAt = isDisabled ? (officer.disabledAt ?? this.clock.now()) : null;
      await tx.update(Officer, { id }, { roles, disabledAt, ...credentials });
      const detail = {
        roles: roles.join(' '),
        disabled: isDisabled,
        passwordReset: wanted.password !== undefined,
        totpReset: wanted.resetTotp === true,
      };
      await this.audit.append(tx, { actor: actorOf(admin), what: 'officer.amended', object: `officer:${id}`, detail });
      if (isDisabled || detail.passwordReset || detail.totpReset) await this.sessions.revokeIn(tx, actorOf(admin), id);
      return this.existing(tx, id);
    });
  }

  private async existing(tx: EntityManager, id: string): Promise<Officer> {
    const officer = await tx.findOne(Officer, { where: { id }, relations: { institution: true } });
    if (officer === null) throw new Problem('officer-not-found');
    return officer;
  }
}

/** A new password also lifts a lock: the administrator has spoken with the officer. */
async function credentialsOf({ password, resetTotp }: OfficerChange): Promise<Partial<Officer>> {
  return {
    ...(password === undefined
      ? {}
      : { passwordHash: await hashSecret(password), failedAttempts: 0, lockedUntil: null }),
    ...(resetTotp === true ? { totpSecretEnc: null, totpLastStep: null } : {}),
  };
}
