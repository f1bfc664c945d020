import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { IdType, SubjectKind } from '../domain/designation.js';
import { Problem } from '../domain/problem.js';
import { Audit } from '../platform/audit.js';
import { Pii } from '../platform/pii.js';
import { mask, maskName } from './mask.js';
import type { RevealedSubject, SubjectView } from './subject.dto.js';

interface StoredSubject {
  id: string;
  kind: SubjectKind;
  name_enc: Buffer;
  identifiers: { idType: IdType; number: string }[];
}

/** How officers see people: masked, or in full for a purpose and with a trace of who looked. */
@Injectable()
export class SubjectViews {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly audit: Audit,
  ) {}

  /** One subject, name and numbers masked. @throws {Problem} `subject-not-found` */
  async get(id: string): Promise<SubjectView> {
    return this.masked(await one(this.db.manager, id));
  }

  /** Many subjects, masked, by id; unknown ids are absent. */
  async byId(manager: EntityManager, ids: readonly string[]): Promise<Map<string, SubjectView>> {
    const rows: StoredSubject[] = await manager.query(SELECT_SUBJECTS, [ids]);
    return new Map(rows.map((row) => [row.id, this.masked(row)]));
  }

  /** One subject in full. Leaves an entry in the audit trail. @throws {Problem} `subject-not-found` */
  async reveal(id: string, purpose: string, actor: string): Promise<RevealedSubject> {
    return this.db.transaction(async (tx) => {
      const row = await one(tx, id);
      await this.audit.append(tx, { actor, what: 'subject.revealed', object: `subject:${id}`, detail: { purpose } });
      const identifiers = row.identifiers.map(({ idType, number }) => ({ idType, idNumber: this.numberOf(number) }));
      return { id, kind: row.kind, name: this.pii.decryptText(row.name_enc, 'subject.name'), identifiers };
    });
  }

  private masked(row: StoredSubject): SubjectView {
    return {
      id: row.id,
      kind: row.kind,
      nameMasked: maskName(this.pii.decryptText(row.name_enc, 'subject.name')),
      identifiers: row.identifiers.map(({ idType, number }) => ({
        idType,
        idNumberMasked: mask(this.numberOf(number)),
      })),
    };
  }

  private numberOf(base64: string): string {
    return this.pii.decryptText(Buffer.from(base64, 'base64'), 'identifier.number');
  }
}

async function one(manager: EntityManager, id: string): Promise<StoredSubject> {
  const [row]: StoredSubject[] = await manager.query(SELECT_SUBJECTS, [[id]]);
  if (row === undefined) throw new Problem('subject-not-found');
  return row;
}

const SELECT_SUBJECTS = `
  SELECT subject.id, subject.kind, subject.name_enc, (
    SELECT jsonb_agg(jsonb_build_object('idType', id_type, 'number', encode(number_enc, 'base64')) ORDER BY identifier.id)
    FROM identifier WHERE subject_id = subject.id
  ) AS identifiers
  FROM subject WHERE subject.id = ANY ($1)`;
