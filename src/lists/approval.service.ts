import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import { Problem } from '../domain/problem.js';
import { assertMayApprove } from '../domain/sanction-list.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { Revisions } from '../platform/revisions.js';
import { ActivationService } from './activation.service.js';
import { EntriesService } from './entries.service.js';
import { ListRecords } from './list-records.service.js';
import { advance, lockList } from './lists.service.js';
import type { SanctionList } from './sanction-list.entity.js';

export interface ApprovalRequest {
  remark: string;
  /** Hex; what the approver signs. Absent: whatever the list holds now. */
  contentHash?: string;
}

/** The second pair of eyes: from a submitted list to sanctions, in one transaction. */
@Injectable()
export class ApprovalService {
  constructor(
    private readonly db: DataSource,
    private readonly entries: EntriesService,
    private readonly rulebooks: RulebookStore,
    private readonly activation: ActivationService,
    private readonly revisions: Revisions,
    private readonly records: ListRecords,
  ) {}

  /**
   * @returns the list with the revision from which every decision knows it
   * @throws Problem `list-not-found`, `list-transition-refused`, `approver-is-author`, `approver-level-insufficient`,
   *   `content-changed`, `rulebook-changed`
   */
  async approve(id: string, officer: OfficerPrincipal, request: ApprovalRequest): Promise<SanctionList> {
    const approved = await this.db.transaction(async (tx) => {
      const list = await lockList(tx, id);
      advance(list, 'approve');
      assertMayApprove(list, { id: officer.id, level: officer.organ.level });
      await this.assertContent(tx, list, request.contentHash);
      // All that takes long without writing to the books comes before their turn, in which everybody else who writes waits.
      const rulebook = await this.activation.stage(tx, list);
      await this.activation.recordSubjects(tx);
      await this.rulebooks.assertInForce(tx, rulebook);
      const revision = await this.revisions.next(tx, 'list.approved');
      await this.activation.activate(tx, list, rulebook, revision);
      list.revision = String(revision);
      return this.records.close(tx, list, officer, request.remark);
    });
    await this.revisions.announce(Number(approved.revision));
    return approved;
  }

  /** What is approved is what was judged: the hash is taken again over the rows as they are stored. */
  private async assertContent(tx: EntityManager, list: SanctionList, signed: string | undefined): Promise<void> {
    if (signed !== undefined && signed !== list.contentHash.toString('hex')) throw new Problem('content-changed');
    if (!(await this.entries.haveHash(tx, list.id, list.contentHash))) throw new Problem('content-changed');
  }
}
