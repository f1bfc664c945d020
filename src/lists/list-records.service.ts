import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { actorOf, type OfficerPrincipal } from '../institutions/principal.js';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import type { SanctionList } from './sanction-list.entity.js';

/** How a step in the life of a list is written down: the list and the audit trail, together. */
@Injectable()
export class ListRecords {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** A step after which nothing follows: approved, rejected, withdrawn. */
  async close(tx: EntityManager, list: SanctionList, officer: OfficerPrincipal, remark: string): Promise<SanctionList> {
    list.decidedBy = officer.id;
    list.decidedAt = this.clock.now();
    list.remark = remark;
    return this.write(tx, list, officer);
  }

  async write(tx: EntityManager, list: SanctionList, officer: OfficerPrincipal): Promise<SanctionList> {
    await tx.save(list);
    await this.audit.append(tx, {
      actor: actorOf(officer),
      what: list.state === 'draft' ? 'list.drafted' : `list.${list.state}`,
      object: `sanction_list:${list.id}`,
      detail: {
        contentHash: list.contentHash.toString('hex'),
        accepted: list.accepted,
        rejected: list.rejected,
        revision: list.revision === null ? null : Number(list.revision),
      },
    });
    return list;
  }
}
