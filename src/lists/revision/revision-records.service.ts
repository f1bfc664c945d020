import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { actorOf, type OfficerPrincipal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import type { EntryPlace } from '../entries.service.js';
import type { SanctionList } from '../sanction-list.entity.js';
import type { ListEntryRevision } from './list-entry-revision.entity.js';

export type RevisionAct = ListEntryRevision['act'];

/** Why and by whom a row was taken out. */
export interface Exclusion {
  remark: string;
  username: string;
  organName: string;
}

interface KeptRevision extends EntryPlace {
  act: RevisionAct;
  officer: OfficerPrincipal;
  /** What was written before; of a row of which that was not kept, what was understood. */
  said: string;
  remark?: string;
}

const RAW = 'list_entry_revision.raw';
const REMARK = 'list_entry_revision.remark';

/** How an act on a row is written down: what stood there before, the list, and the audit trail. */
@Injectable()
export class RevisionRecords {
  constructor(
    private readonly pii: Pii,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** With the list locked. */
  async keep(tx: EntityManager, { listId, row, act, officer, said, remark }: KeptRevision): Promise<void> {
    await tx.query(
      `INSERT INTO list_entry_revision (list_id, row, number, act, officer_id, revised_at, raw_enc, remark_enc)
       SELECT $1, $2, 1 + (SELECT count(*) FROM list_entry_revision WHERE list_id = $1 AND row = $2), $3, $4, $5, $6, $7`,
      [
        listId,
        row,
        act,
        officer.id,
        this.clock.now(),
        this.pii.encrypt(said, RAW),
        remark === undefined ? null : this.pii.encrypt(remark, REMARK),
      ],
    );
  }

  /** The last of the act's transaction. */
  async write(
    tx: EntityManager,
    list: SanctionList,
    { officer, act, row }: { officer: OfficerPrincipal; act: RevisionAct; row: number },
  ): Promise<void> {
    await tx.save(list);
    const { id, accepted, rejected } = list;
    await this.audit.append(tx, {
      actor: actorOf(officer),
      what: `list.entry-${act}`,
      object: `sanction_list:${id}`,
      detail: { row, contentHash: list.contentHash.toString('hex'), accepted, rejected },
    });
  }

  /** Why rows that are out were taken out last, by row. */
  async exclusions(manager: EntityManager, listId: string, rows: readonly number[]): Promise<Map<number, Exclusion>> {
    if (rows.length === 0) return new Map();
    const found: { row: number; remark_enc: Buffer; username: string; organName: string }[] = await manager.query(
      `SELECT DISTINCT ON (row) row, remark_enc, username, institution.name AS "organName"
       FROM list_entry_revision JOIN officer ON officer.id = officer_id JOIN institution ON institution.id = institution_id
       WHERE list_id = $1 AND row = ANY ($2) AND act = 'excluded' ORDER BY row, number DESC`,
      [listId, rows],
    );
    return new Map(
      found.map(({ row, remark_enc, username, organName }) => [
        row,
        { remark: this.pii.decryptText(remark_enc, REMARK), username, organName },
      ]),
    );
  }
}
