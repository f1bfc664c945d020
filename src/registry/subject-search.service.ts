import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { IdType, SubjectKind } from '../domain/designation.js';
import { normaliseName } from '../domain/identifiers.js';
import { Problem } from '../domain/problem.js';
import { Audit } from '../platform/audit.js';
import { decodeCursor, encodeCursor } from '../platform/cursor.js';
import { Pii } from '../platform/pii.js';
import { mask, maskName } from './mask.js';
import { normalisedIdentifier } from '../platform/normalised.js';
import type { RevealedSubject, SubjectPage, SubjectSearchRequest, SubjectView } from './subject.dto.js';
import { SubjectsService } from './subjects.service.js';

interface StoredSubject {
  id: string;
  kind: SubjectKind;
  name_enc: Buffer;
  identifiers: { idType: IdType; number: string }[];
}

const PAGE = 50;

/** How officers find people: masked, with a purpose, and with a trace of who looked for what reason. */
@Injectable()
export class SubjectSearchService {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
    private readonly audit: Audit,
  ) {}

  /**
   * Subjects with this identifier, or with exactly this name.
   *
   * @param actor for the audit trail; the entry names the purpose and the number of hits, not who was looked for
   * @throws {Problem} `validation-failed` for a number that can be nobody's, `cursor-invalid`
   */
  async search(request: SubjectSearchRequest, actor: string): Promise<SubjectPage> {
    const { identifier, name, purpose, cursor } = request;
    const after = cursor === undefined ? null : uuidOf(cursor);
    return this.db.transaction(async (tx) => {
      const rows: StoredSubject[] =
        identifier === undefined
          ? await tx.query(SELECT_BY_NAME, [this.subjects.nameHash(normaliseName(name ?? '').name), after, PAGE + 1])
          : await tx.query(SELECT_BY_IDENTIFIER, [this.hashOf(identifier), after, PAGE + 1]);
      const items = rows.slice(0, PAGE).map((row) => this.masked(row));
      const detail = { purpose, by: identifier === undefined ? 'name' : 'identifier', found: items.length };
      await this.audit.append(tx, { actor, what: 'subject.searched', object: 'subject', detail });
      const last = rows.length > PAGE ? items.at(-1) : undefined;
      return { items, nextCursor: last === undefined ? null : encodeCursor({ id: last.id }) };
    });
  }

  /** One subject, name and numbers masked. @throws {Problem} `subject-not-found` */
  async view(id: string): Promise<SubjectView> {
    return this.masked(await one(this.db.manager, id));
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

  private hashOf(identifier: { idType: IdType; idNumber: string }): Buffer {
    const { idType, idNumber } = normalisedIdentifier(identifier, 'identifier');
    return this.subjects.identifierHash(idType, idNumber);
  }
}

async function one(manager: EntityManager, id: string): Promise<StoredSubject> {
  const [row]: StoredSubject[] = await manager.query(`${SELECT_SUBJECT} WHERE subject.id = $1`, [id]);
  if (row === undefined) throw new Problem('subject-not-found');
  return row;
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Problem('cursor-invalid');
  return id;
}

const SELECT_SUBJECT = `
  SELECT subject.id, subject.kind, subject.name_enc, (
    SELECT jsonb_agg(jsonb_build_object('idType', id_type, 'number', encode(number_enc, 'base64')) ORDER BY identifier.id)
    FROM identifier WHERE subject_id = subject.id
  ) AS identifiers
  FROM subject`;

const PAGE_AFTER = 'AND ($2::uuid IS NULL OR subject.id > $2) ORDER BY subject.id LIMIT $3';

const SELECT_BY_NAME = `${SELECT_SUBJECT} WHERE subject.name_hash = $1 ${PAGE_AFTER}`;

const SELECT_BY_IDENTIFIER = `
  ${SELECT_SUBJECT} WHERE subject.id IN (SELECT subject_id FROM identifier WHERE number_hash = $1) ${PAGE_AFTER}`;
