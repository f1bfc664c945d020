import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DataSource, In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { OrganLevel } from '../domain/designation.js';
import { Problem } from '../domain/problem.js';
import { Audit } from '../platform/audit.js';
import { Institution } from './institution.entity.js';
import type { Page, PageQuery } from './page.js';
import { pageOf } from './page.js';
import type { ClientInstitution, InstitutionKind, Organ } from './principal.js';
import { isRegionCode } from './regions.js';

/** An institution, as others read it. */
export interface InstitutionRecord {
  id: string;
  /** Stable code, unique: what files and clients name it by. */
  code: string;
  kind: InstitutionKind;
  /** Only a police organ has one. */
  level: OrganLevel | null;
  /** GB/T 2260 code, six digits. */
  region: string;
  name: string;
}

/** What makes an institution. */
export type NewInstitution = Omit<InstitutionRecord, 'id'>;

/** @throws {Error} if it is no police organ: officers belong to nothing else */
export function organOf({ id, code, level, name, region }: InstitutionRecord): Organ {
  if (level === null) throw new Error(`institution ${id} has an officer and no level`);
  return { id, code, level, name, region };
}

/** What a client's institution shows of itself. */
export function clientInstitutionOf({ id, code, kind, name, region }: InstitutionRecord): ClientInstitution {
  return { id, code, kind, name, region };
}

/** Banks, carriers, payment institutions, internet providers, regulators and the police organs themselves. */
@Injectable()
export class Institutions {
  constructor(
    private readonly db: DataSource,
    private readonly audit: Audit,
  ) {}

  /** @returns null if no institution has the code */
  async byCode(manager: EntityManager, code: string): Promise<InstitutionRecord | null> {
    return manager.findOneBy(Institution, { code });
  }

  /** @returns those that exist, by code */
  async byCodes(manager: EntityManager, codes: readonly string[]): Promise<Map<string, InstitutionRecord>> {
    const found = await manager.findBy(Institution, { code: In([...new Set(codes)]) });
    return new Map(found.map((institution) => [institution.code, institution]));
  }

  /** @returns null if there is none */
  async byId(manager: EntityManager, id: string): Promise<InstitutionRecord | null> {
    return manager.findOneBy(Institution, { id });
  }

  /** In the order of registration. */
  async list(query: PageQuery): Promise<Page<Institution>> {
    return pageOf(this.db.manager.createQueryBuilder(Institution, 'row'), query);
  }

  /**
   * @param actor for the audit trail: the administrator, or `system` for the command line of a new installation
   * @throws {Problem} `region-unknown`, `institution-level-wrong`, `code-taken`
   */
  async register(actor: string, made: NewInstitution): Promise<Institution> {
    if (!isRegionCode(made.region)) throw new Problem('region-unknown');
    if ((made.kind === 'police_organ') !== (made.level !== null)) throw new Problem('institution-level-wrong');
    return this.db.transaction(async (tx) => {
      const id = uuidv7();
      const inserted = await tx
        .createQueryBuilder()
        .insert()
        .into(Institution)
        .values({ id, ...made })
        .orIgnore()
        .returning('id')
        .execute();
      if (!isInserted(inserted.raw)) throw new Problem('code-taken');
      const { code, kind, level, region } = made;
      const detail = { code, kind, level, region };
      await this.audit.append(tx, {
        actor,
        what: 'institution.registered',
        object: `institution:${id}`,
        detail,
      });
      return tx.findOneByOrFail(Institution, { id });
    });
  }
}

/** Did an `INSERT … ON CONFLICT DO NOTHING RETURNING` write its row? */
export function isInserted(raw: unknown): boolean {
  return Array.isArray(raw) && raw.length === 1;
}
